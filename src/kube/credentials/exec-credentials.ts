/**
 * The credentials of an exec credential plugin (client-go, plugin/pkg/client/auth/exec/exec.go). Replaces client-node's,
 * which pass the plugin neither KUBERNETES_EXEC_INFO nor stdin, hide its stderr, and do not refresh after a 401.
 */
import { ConnectionError, UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { readCertificateAuthority } from '../kubeconfig/certificates.ts';
import type { ClientConfig, Cluster, ExecConfig } from '../kubeconfig/kubeconfig-types.ts';
import type { Credential, CredentialSource } from './credential.ts';
import { runPlugin } from './exec-plugin.ts';
import { checkPluginPolicy } from './plugin-policy.ts';

const API_VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
/** The cluster extension that holds the plugin's config. */
const EXEC_EXTENSION = 'client.authentication.k8s.io/exec';

/** The plugin's output, not validated. */
interface ExecCredential {
  kind?: string;
  apiVersion?: string;
  status?: Readonly<Record<string, unknown>> | null;
}

interface ExpiringCredential {
  credential: Credential;
  /** Milliseconds since 1970; Infinity without an expirationTimestamp. */
  expires: number;
}

/** Runs the plugin for the first request, and again when its credential has expired or was refused. */
export function execCredentialSource(exec: ExecConfig, config: ClientConfig, io: IO): CredentialSource {
  const { apiVersion = '' } = exec;
  if (!API_VERSIONS.includes(apiVersion))
    throw new UserError(`exec plugin: invalid apiVersion "${apiVersion}"`);
  let cached: Promise<ExpiringCredential> | null = null;
  const refresh = () => {
    cached = runAndParse(exec, config, io);
    return cached;
  };
  const current = async () => {
    const before = cached;
    const credential = await (before ?? refresh());
    if (credential.expires > Date.now()) return credential;
    return await (cached === before || !cached ? refresh() : cached);
  };
  return {
    get: async () => (await current()).credential,
    renew: async (refused) => {
      if ((await cached)?.credential === refused) cached = null;
      return true;
    },
  };
}

async function runAndParse(exec: ExecConfig, config: ClientConfig, io: IO): Promise<ExpiringCredential> {
  try {
    const interactive = isInteractive(exec, io);
    await checkPluginPolicy(exec.command ?? '', config.kuberc, io);
    const cluster = exec.provideClusterInfo ? { cluster: await clusterInfo(config) } : {};
    const spec = { ...cluster, interactive };
    const info = { kind: 'ExecCredential', apiVersion: exec.apiVersion, spec };
    return parseCredential(await runPlugin(exec, JSON.stringify(info), interactive, io), exec.apiVersion);
  } catch (error) {
    if (error instanceof UserError || io.interrupted.aborted) throw error;
    throw new ConnectionError(
      `Unable to connect to the server: getting credentials: ${(error as Error).message}`,
      '',
    );
  }
}

function isInteractive({ interactiveMode = 'IfAvailable' }: ExecConfig, { stdin }: IO): boolean {
  const terminal = stdin.isTTY === true;
  if (interactiveMode === 'Always' && !terminal)
    throw new Error('exec plugin cannot support interactive mode: standard input is not a terminal');
  return interactiveMode !== 'Never' && terminal;
}

async function clusterInfo({ cluster, clusterName }: ClientConfig): Promise<object> {
  const { 'certificate-authority': _, extensions = [], ...rest } = cluster;
  const ca = await readCertificateAuthority(cluster, clusterName);
  const pluginConfig = extensions.find(({ name }) => name === EXEC_EXTENSION)?.extension;
  const info: Cluster = { ...rest };
  if (ca !== null) info['certificate-authority-data'] = Buffer.from(ca).toString('base64');
  return pluginConfig === undefined ? info : { ...info, config: pluginConfig };
}

function parseCredential(output: string, apiVersion: string | undefined): ExpiringCredential {
  const printed = parseOutput(output);
  if ((printed.kind ?? 'ExecCredential') !== 'ExecCredential' || printed.apiVersion !== apiVersion)
    throw new Error(
      `exec plugin is configured to use API version ${apiVersion}, plugin returned version ${printed.apiVersion}`,
    );
  if (!printed.status) throw new Error("exec plugin didn't return a status field");
  const { status } = printed;
  const [token, cert, key, time] = STATUS_FIELDS.map((field) => textOf(status, field)) as [
    string,
    string,
    string,
    string,
  ];
  if (!token && !cert && !key) throw new Error("exec plugin didn't return a token or cert/key pair");
  if (!cert !== !key) throw new Error('exec plugin returned only certificate or key, not both');
  return {
    credential: { authorization: token ? `Bearer ${token}` : null, keyPair: cert ? { cert, key } : null },
    expires: time ? timeOf(time) : Number.POSITIVE_INFINITY,
  };
}

const STATUS_FIELDS = ['token', 'clientCertificateData', 'clientKeyData', 'expirationTimestamp'] as const;

function textOf(status: Readonly<Record<string, unknown>>, field: string): string {
  const value = status[field] ?? '';
  if (typeof value === 'string') return value;
  throw new Error(`decoding stdout: ${field} in the status of its ExecCredential is not a string`);
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new Error('decoding stdout: expirationTimestamp in the status of its ExecCredential is not a time');
  return time;
}

/** JSON.parse's message is not used: it would quote the output, and with it the token. */
function parseOutput(output: string): ExecCredential {
  try {
    const printed: unknown = JSON.parse(output);
    if (printed !== null && typeof printed === 'object') return printed;
  } catch {}
  throw new Error('decoding stdout: it is not an ExecCredential in JSON');
}
