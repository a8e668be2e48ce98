/** The certificates and keys of a kubeconfig, which holds them itself or names their files. */
import { readFile } from 'node:fs/promises';
import { UserError } from '../../model/errors.ts';
import { fileReason } from '../errors/file-error.ts';
import type { KeyPair } from '../transport/tls.ts';
import type { Cluster, User } from './kubeconfig-entries.ts';
import { refuse } from './validate.ts';

/** PEM; null where the cluster names none. */
export async function readAuthority(cluster: Cluster, name: string): Promise<string | null> {
  const { 'certificate-authority-data': data, 'certificate-authority': file } = cluster;
  try {
    return await readPem(data, file);
  } catch (error) {
    const { message } = error as UnreadablePem;
    throw new UserError(`unable to read certificate-authority ${file} for ${name} due to ${message}`);
  }
}

/** @returns null where the user has no client certificate */
export async function readKeyPair(user: User, name: string): Promise<KeyPair | null> {
  const faults: string[] = [];
  const readEach = (kind: string, data?: string, file?: string) =>
    readPem(data, file).catch(({ message }: UnreadablePem) => {
      faults.push(`unable to read client-${kind} ${file} for ${name} due to ${message}`);
      return null;
    });
  const [cert, key] = await Promise.all([
    readEach('cert', user['client-certificate-data'], user['client-certificate']),
    readEach('key', user['client-key-data'], user['client-key']),
  ]);
  refuse(faults.toSorted());
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
