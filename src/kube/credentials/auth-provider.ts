/** The credentials of a kubeconfig `auth-provider`: `oidc`, the only one that kubectl still has. */
import { ConnectionError, UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { escapeText } from '../../text/escape.ts';
import type { AuthProvider, ClientConfig } from '../kubeconfig/kubeconfig-types.ts';
import type { CredentialSource } from './credential.ts';
import { type OidcConfig, refreshTokens, type Tokens } from './oidc.ts';

const REMOVED_PROVIDERS: Readonly<Record<string, string>> = {
  gcp: 'The gcp auth plugin has been removed. Please use the "gke-gcloud-auth-plugin" kubectl/client-go credential plugin instead. See https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke for further details',
  azure:
    'The azure auth plugin has been removed. Please use the https://github.com/Azure/kubelogin kubectl/client-go credential plugin instead. See https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins for further details',
};

/** client-go's expiryDelta: a token may not expire on its way to the server. */
const EXPIRY_MARGIN_MS = 10_000;

export function authProviderSource(
  { name, config = {} }: AuthProvider,
  clientConfig: ClientConfig,
  io: IO,
): CredentialSource {
  if (name !== 'oidc')
    throw new UserError(REMOVED_PROVIDERS[name] ?? `no Auth Provider found for name "${name}"`);
  for (const setting of ['idp-issuer-url', 'client-id'])
    if (!config[setting]) throw new UserError(`Must provide ${setting}`);
  let token: Promise<string> | null = null;
  return {
    get: async () => {
      token ??= bearerToken(config, clientConfig, io);
      return { authorization: await token, keyPair: null };
    },
    renew: async () => false,
  };
}

async function bearerToken(config: OidcConfig, clientConfig: ClientConfig, io: IO): Promise<string> {
  const current = config['id-token'] ?? '';
  if (current !== '' && expiryOf(current) > Date.now() + EXPIRY_MARGIN_MS) return `Bearer ${current}`;
  if (!config['refresh-token'])
    throw connectError('No valid id-token, and cannot refresh without refresh-token');
  const tokens = await refreshTokens(config, io).catch((error) => {
    throw connectError(`failed to refresh token: ${error.message}`);
  });
  await persistTokens(tokens, clientConfig, io);
  return `Bearer ${tokens['id-token']}`;
}

/** A failed write is only a warning: the tokens are valid for this run. */
async function persistTokens(
  tokens: Tokens,
  { userFile, userName }: ClientConfig,
  { stderr }: IO,
): Promise<void> {
  const { persistAuthConfig } = await import('../kubeconfig/persist-auth-config.ts');
  await persistAuthConfig(userFile, userName, tokens).catch(({ message }) => {
    stderr.write(
      `Warning: could not persist new tokens; if kubectl is refused, log in again: ${escapeText(message)}\n`,
    );
  });
}

const connectError = (reason: string) =>
  new ConnectionError(`Unable to connect to the server: ${reason}`, '');

/** @returns the `exp` of a JWT in milliseconds since 1970. @throws {ConnectionError} if it is not a JWT */
function expiryOf(token: string): number {
  try {
    const [, claims = '', signature] = token.split('.');
    if (signature !== undefined)
      return Number(JSON.parse(Buffer.from(claims, 'base64url').toString()).exp) * 1000;
  } catch {}
  throw connectError('ID Token is not a valid JWT');
}
