/** What a User entry proves itself with. Replaces client-node's, which ignores `tokenFile` and all but `as`. */
import { readFile } from 'node:fs/promises';
import { UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { fileError } from '../errors/file-error.ts';
import { readKeyPair } from '../kubeconfig/certificates.ts';
import type { ClientConfig } from '../kubeconfig/client-config.ts';
import type { KeyPair } from '../transport/tls.ts';
import type { Credential, Credentials } from './credential.ts';

export const ANONYMOUS: Credentials = fixed({ authorization: null, keyPair: null });

/** Certificates are read now, tokens with each request. */
export async function credentialsOf(target: ClientConfig, io: IO): Promise<Credentials> {
  const { user, userName } = target;
  const keyPair = await readKeyPair(user, userName);
  const { token, tokenFile, username, password = '' } = user;
  if (tokenFile) return tokenFrom(tokenFile, token, keyPair);
  if (token) return fixed({ authorization: `Bearer ${token}`, keyPair });
  if (username) return fixed({ authorization: basic(username, password), keyPair });
  if (keyPair) return fixed({ authorization: null, keyPair });
  if (user.exec) return (await import('./exec-credentials.ts')).execCredentials(user.exec, target, io);
  if (user['auth-provider'])
    return (await import('./auth-provider.ts')).authProvider(user['auth-provider'], target, io);
  return ANONYMOUS;
}

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

function fixed(credential: Credential): Credentials {
  return { get: async () => credential, renew: async () => false };
}

/**
 * The kubelet replaces the file of a service account's token before it expires.
 * @param token instead of what cannot be read, as with client-go
 */
function tokenFrom(path: string, token: string | undefined, keyPair: KeyPair | null): Credentials {
  const get = async () => {
    const read = await readToken(path).catch((error) => {
      if (token) return token;
      throw error;
    });
    return { authorization: `Bearer ${read}`, keyPair };
  };
  const renew = async (refused: Credential) => (await get()).authorization !== refused.authorization;
  return { get, renew };
}

async function readToken(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw fileError(error, path);
  });
  const token = text.trim();
  if (token === '') throw new UserError(`read empty token from file "${path}"`);
  return token;
}
