import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificate, type Issuer } from './x509.ts';

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

/** The paths of a key pair. */
export const keyPair = (directory: string, name: string): KeyPair => ({
  certificate: join(directory, `${name}.crt`),
  key: join(directory, `${name}.key`),
});

const AUTHORITY = [['CN', 'e2e']] as const;

/** Creates a CA: `ca.crt` and `ca.key` in the directory. */
export function createAuthority(directory: string): KeyPair {
  const { publicKey, privateKey } = newKeys('ec');
  const issuer = { subject: AUTHORITY, key: privateKey };
  return write(keyPair(directory, 'ca'), issuer.key, certificate({ subject: AUTHORITY, publicKey }, issuer));
}

/** Issues a certificate for a server or user, signed by the CA of the directory. */
export function issue(
  directory: string,
  { name, groups = [], addresses = [], hosts = [], algorithm = 'ec' }: Subject,
): KeyPair {
  const ca = createPrivateKey(readFileSync(keyPair(directory, 'ca').key));
  const { publicKey, privateKey } = newKeys(algorithm);
  const subject = [...groups.map((group) => ['O', group] as const), ['CN', name] as const];
  const made = { subject, publicKey, alternatives: [...addresses, ...hosts] };
  return write(keyPair(directory, name), privateKey, certificate(made, { subject: AUTHORITY, key: ca }));
}

/** Encodes a file for a `…-data` field of a kubeconfig. */
export const base64 = (file: string) => readFileSync(file).toString('base64');

const newKeys = (algorithm: 'ec' | 'rsa') =>
  algorithm === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });

function write(pair: KeyPair, key: Issuer['key'], text: string): KeyPair {
  writeFileSync(pair.key, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(pair.certificate, text);
  return pair;
}
