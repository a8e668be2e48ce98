/** Reads the certificates and keys of a kubeconfig: inline data or files. */
import { readFile } from 'node:fs/promises';
import { UserError } from '../../model/errors.ts';
import { fileReason } from '../errors/file-error.ts';
import type { KeyPair } from '../transport/tls-options.ts';
import type { Cluster, User } from './kubeconfig-types.ts';
import { throwFaults } from './validation.ts';

/** @returns PEM; null for a cluster without a certificate authority */
export async function readCertificateAuthority(cluster: Cluster, name: string): Promise<string | null> {
  const { 'certificate-authority-data': data, 'certificate-authority': file } = cluster;
  try {
    return await readPem(data, file);
  } catch (error) {
    const { message } = error as UnreadablePem;
    throw new UserError(`unable to read certificate-authority ${file} for ${name} due to ${message}`);
  }
}

/** @returns null for a user without a client certificate */
export async function readKeyPair(user: User, name: string): Promise<KeyPair | null> {
  const faults: string[] = [];
  const readPart = (kind: string, data?: string, file?: string) =>
    readPem(data, file).catch(({ message }: UnreadablePem) => {
      faults.push(`unable to read client-${kind} ${file} for ${name} due to ${message}`);
      return null;
    });
  const [cert, key] = await Promise.all([
    readPart('cert', user['client-certificate-data'], user['client-certificate']),
    readPart('key', user['client-key-data'], user['client-key']),
  ]);
  throwFaults(faults.toSorted());
  return cert !== null && key !== null ? { cert, key } : null;
}

/** @throws {UnreadablePem} */
async function readPem(data: string | undefined, file: string | undefined): Promise<string | null> {
  if (data) return Buffer.from(data, 'base64').toString();
  if (!file) return null;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UnreadablePem(fileReason(error, file));
  }
}

class UnreadablePem extends Error {}
