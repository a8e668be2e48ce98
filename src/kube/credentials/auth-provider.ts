/** The form of credentials that came before plugins; of it, kubectl still has `oidc`. */
import { ConnectionError, UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { escapeText } from '../../text/escape.ts';
import type { ClientConfig } from '../kubeconfig/client-config.ts';
import type { AuthProvider } from '../kubeconfig/kubeconfig-entries.ts';
import type { Credentials } from './credential.ts';
import { type OidcConfig, refresh, type Tokens } from './oidc.ts';

const REMOVED: Readonly<Record<string, string>> = {
  gcp: 'The gcp auth plugin has been removed. Please use the "gke-gcloud-auth-plugin" kubectl/client-go credential plugin instead. See https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke for further details',
  azure:
    'The azure auth plugin has been removed. Please use the https://github.com/Azure/kubelogin kubectl/client-go credential plugin instead. See https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins for further details',
};

/** A token this near to its end might not live until the request arrives. */
const EXPIRY_MARGIN_MS = 10_000;

export function authProvider({ name, config = {} }: AuthProvider, target: ClientConfig, io: IO): Credentials {
  if (name !== 'oidc') throw new UserError(REMOVED[name] ?? `no Auth Provider found for name "${name}"`);
  for (const setting of ['idp-issuer-url', 'client-id'])
    if (!config[setting]) throw new UserError(`Must provide ${setting}`);
  let token: Promise<string> | null = null;
  return {
    get: async () => {
      token ??= bearer(config, target, io);
      return { authorization: await token, keyPair: null };
    },
    renew: async () => false,
  };
}

async function bearer(config: OidcConfig, target: ClientConfig, io: IO): Promise<string> {
  const current = config['id-token'] ?? '';
  if (current !== '' && expiry(current) > Date.now() + EXPIRY_MARGIN_MS) return `Bearer ${current}`;
  if (!config['refresh-token']) throw failure('No valid id-token, and cannot refresh without refresh-token');
  const tokens = await refresh(config, io).catch((error) => {
    throw failure(`failed to refresh token: ${error.message}`);
  });
  await writeBack(tokens, target, io);
  return `Bearer ${tokens['id-token']}`;
}

/** The tokens are good for this run, whatever becomes of the file. */
async function writeBack(
  tokens: Tokens,
  { userFile, userName }: ClientConfig,
  { stderr }: IO,
): Promise<void> {
  const { persist } = await import('./oidc-persist.ts');
  await persist(userFile, userName, tokens).catch(({ message }) => {
    stderr.write(
      `Warning: could not persist new tokens, log in again if kubectl is refused: ${escapeText(message)}\n`,
    );
  });
}

const failure = (reason: string) => new ConnectionError(`Unable to connect to the server: ${reason}`, '');

/** Milliseconds since 1970 from the `exp` of a JWT. @throws {ConnectionError} for what is none */
function expiry(token: string): number {
  try {
    const [, claims = '', signature] = token.split('.');
    if (signature !== undefined)
      return Number(JSON.parse(Buffer.from(claims, 'base64url').toString()).exp) * 1000;
  } catch {}
  throw failure('ID Token is not a valid JWT');
}
