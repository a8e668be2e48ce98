/**
 * The credentials of a kubeconfig user. Replaces client-node's, which ignore `tokenFile` and every impersonation field
 * but `as`.
 */
import { readFile } from 'node:fs/promises';
import { UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { fileError } from '../errors/file-error.ts';
import { readKeyPair } from '../kubeconfig/certificates.ts';
import type { ClientConfig } from '../kubeconfig/kubeconfig-types.ts';
import type { KeyPair } from '../transport/tls-options.ts';
import type { Credential, CredentialSource } from './credential.ts';

export const ANONYMOUS: CredentialSource = staticSource({ authorization: null, keyPair: null });

/** Reads certificates now, and a token file for each request. */
export async function credentialSourceOf(config: ClientConfig, io: IO): Promise<CredentialSource> {
  const { user, userName } = config;
  const keyPair = await readKeyPair(user, userName);
  const { token, tokenFile, username, password = '' } = user;
  if (tokenFile) return tokenFileSource(tokenFile, token, keyPair);
  if (token) return staticSource({ authorization: `Bearer ${token}`, keyPair });
  if (username) return staticSource({ authorization: basicAuth(username, password), keyPair });
  if (keyPair) return staticSource({ authorization: null, keyPair });
  if (user.exec) return (await import('./exec-credentials.ts')).execCredentialSource(user.exec, config, io);
  if (user['auth-provider'])
    return (await import('./auth-provider.ts')).authProviderSource(user['auth-provider'], config, io);
  return ANONYMOUS;
}

const basicAuth = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

function staticSource(credential: Credential): CredentialSource {
  return { get: async () => credential, renew: async () => false };
}

/**
 * The kubelet replaces a service account's token file before the token expires.
 * @param token the fallback for an unreadable file, as in client-go
 */
function tokenFileSource(path: string, token: string | undefined, keyPair: KeyPair | null): CredentialSource {
  const get = async () => {
    const current = await readToken(path).catch((error) => {
      if (token) return token;
      throw error;
    });
    return { authorization: `Bearer ${current}`, keyPair };
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
