import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface KeyPair {
  certificate: string;
  key: string;
}

export interface Subject {
  name: string;
  groups?: readonly string[];
  addresses?: readonly string[];
  hosts?: readonly string[];
  algorithm?: 'ec' | 'rsa';
}

/** The files of a key pair, without reading them. */
export const keyPair = (directory: string, name: string): KeyPair => ({
  certificate: join(directory, `${name}.crt`),
  key: join(directory, `${name}.key`),
});

/** A throw-away certificate authority: `ca.crt` and `ca.key` in the directory. */
export function createAuthority(directory: string): KeyPair {
  const { certificate, key } = keyPair(directory, 'ca');
  openssl('ec', '-subj', '/CN=e2e', '-keyout', key, '-out', certificate);
  return { certificate, key };
}

/** A certificate for a server or a user, signed by the directory's authority. */
export function issue(
  directory: string,
  { name, groups = [], addresses = [], hosts = [], algorithm = 'ec' }: Subject,
): KeyPair {
  const ca = keyPair(directory, 'ca');
  const { certificate, key } = keyPair(directory, name);
  const subject = `${groups.map((group) => `/O=${group}`).join('')}/CN=${name}`;
  const signedBy = ['-CA', ca.certificate, '-CAkey', ca.key];
  const extensions = ['basicConstraints=critical,CA:FALSE', 'extendedKeyUsage=clientAuth,serverAuth'];
  const names = [...addresses.map((ip) => `IP:${ip}`), ...hosts.map((host) => `DNS:${host}`)];
  if (names.length) extensions.push(`subjectAltName=${names.join(',')}`);
  openssl(
    algorithm,
    ...['-subj', subject, ...signedBy, '-keyout', key, '-out', certificate],
    ...extensions.flatMap((extension) => ['-addext', extension]),
  );
  return { certificate, key };
}

/** The contents of a file as kubeconfig's `…-data` fields hold them. */
export const base64 = (file: string) => readFileSync(file).toString('base64');

const NEW_KEY = {
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
  rsa: ['-newkey', 'rsa:2048', '-nodes'],
};

function openssl(algorithm: keyof typeof NEW_KEY, ...args: string[]) {
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...NEW_KEY[algorithm], ...args], { stdio: 'pipe' });
}
