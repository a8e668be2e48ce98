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
}

/** The files of a key pair, without reading them. */
export const keyPair = (directory: string, name: string): KeyPair => ({
  certificate: join(directory, `${name}.crt`),
  key: join(directory, `${name}.key`),
});

/** A throw-away certificate authority: `ca.crt` and `ca.key` in the directory. */
export function createAuthority(directory: string): KeyPair {
  const { certificate, key } = keyPair(directory, 'ca');
  openssl('-subj', '/CN=e2e', '-keyout', key, '-out', certificate);
  return { certificate, key };
}

/** A certificate for a server or a user, signed by the directory's authority. */
export function issue(directory: string, { name, groups = [], addresses = [] }: Subject): KeyPair {
  const ca = keyPair(directory, 'ca');
  const { certificate, key } = keyPair(directory, name);
  const subject = `${groups.map((group) => `/O=${group}`).join('')}/CN=${name}`;
  const signedBy = ['-CA', ca.certificate, '-CAkey', ca.key];
  const extensions = ['basicConstraints=critical,CA:FALSE', 'extendedKeyUsage=clientAuth,serverAuth'];
  if (addresses.length) extensions.push(`subjectAltName=${addresses.map((ip) => `IP:${ip}`).join(',')}`);
  openssl(
    ...['-subj', subject, ...signedBy, '-keyout', key, '-out', certificate],
    ...extensions.flatMap((extension) => ['-addext', extension]),
  );
  return { certificate, key };
}

/** The contents of a file as kubeconfig's `…-data` fields hold them. */
export const base64 = (file: string) => readFileSync(file).toString('base64');

function openssl(...args: string[]) {
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...newKey, ...args], { stdio: 'pipe' });
}
