/**
 * Credential plugins (client-go, plugin/pkg/client/auth/exec/exec.go). Replaces client-node's, which gives them no
 * KUBERNETES_EXEC_INFO and no stdin, hides their stderr, and does not ask again after a 401.
 */
import { ConnectionError, UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { readAuthority } from '../kubeconfig/certificates.ts';
import type { ClientConfig } from '../kubeconfig/client-config.ts';
import type { Cluster, ExecConfig } from '../kubeconfig/kubeconfig-entries.ts';
import type { Credential, Credentials } from './credential.ts';
import { runPlugin } from './exec-plugin.ts';
import { refusePlugin } from './plugin-policy.ts';

const VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
/** The name under which a cluster's extensions hold what is meant for the plugin. */
const EXTENSION = 'client.authentication.k8s.io/exec';

/** What a plugin prints; each part may be absent, and of any type. */
interface ExecCredential {
  kind?: string;
  apiVersion?: string;
  status?: Readonly<Record<string, unknown>> | null;
}

interface Obtained {
  credential: Credential;
  /** Milliseconds since 1970; infinite when the plugin gave no time. */
  expires: number;
}

/** The plugin is run with the first request, once for all until what it gave expires or is refused. */
export function execCredentials(exec: ExecConfig, target: ClientConfig, io: IO): Credentials {
  const { apiVersion = '' } = exec;
  if (!VERSIONS.includes(apiVersion)) throw new UserError(`exec plugin: invalid apiVersion "${apiVersion}"`);
  let latest: Promise<Obtained> | null = null;
  const obtain = () => {
    latest = obtainFrom(exec, target, io);
    return latest;
  };
  const current = async () => {
    const before = latest;
    const obtained = await (before ?? obtain());
    if (obtained.expires > Date.now()) return obtained;
    return await (latest === before || !latest ? obtain() : latest);
  };
  return {
    get: async () => (await current()).credential,
    renew: async (refused) => {
      if ((await latest)?.credential === refused) latest = null;
      return true;
    },
  };
}

async function obtainFrom(exec: ExecConfig, target: ClientConfig, io: IO): Promise<Obtained> {
  try {
    const interactive = isInteractive(exec, io);
    await refusePlugin(exec.command ?? '', target.kuberc, io);
    const cluster = exec.provideClusterInfo ? { cluster: await clusterInfo(target) } : {};
    const spec = { ...cluster, interactive };
    const info = { kind: 'ExecCredential', apiVersion: exec.apiVersion, spec };
    return obtained(await runPlugin(exec, JSON.stringify(info), interactive, io), exec.apiVersion);
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
  const authority = await readAuthority(cluster, clusterName);
  const config = extensions.find(({ name }) => name === EXTENSION)?.extension;
  const info: Cluster = { ...rest };
  if (authority !== null) info['certificate-authority-data'] = Buffer.from(authority).toString('base64');
  return config === undefined ? info : { ...info, config };
}

function obtained(output: string, apiVersion: string | undefined): Obtained {
  const printed = parse(output);
  if ((printed.kind ?? 'ExecCredential') !== 'ExecCredential' || printed.apiVersion !== apiVersion)
    throw new Error(
      `exec plugin is configured to use API version ${apiVersion}, plugin returned version ${printed.apiVersion}`,
    );
  if (!printed.status) throw new Error("exec plugin didn't return a status field");
  const { status } = printed;
  const [token, cert, key, time] = FIELDS.map((field) => textOf(status, field)) as [
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

const FIELDS = ['token', 'clientCertificateData', 'clientKeyData', 'expirationTimestamp'] as const;

function textOf(status: Readonly<Record<string, unknown>>, field: string): string {
  const value = status[field] ?? '';
  if (typeof value === 'string') return value;
  throw new Error(`decoding stdout: ${field} in the status of its ExecCredential is not a string`);
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new Error('decoding stdout: expirationTimestamp in the status of its ExecCredential is no time');
  return time;
}

/** The parser's own message would quote the output, and with it the token. */
function parse(output: string): ExecCredential {
  try {
    const printed: unknown = JSON.parse(output);
    if (printed !== null && typeof printed === 'object') return printed;
  } catch {}
  throw new Error('decoding stdout: it is not an ExecCredential in JSON');
}
