/** The cluster to measure, and the routes to it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  deriveKubeconfig,
  type Kubeconfig,
  readKubeconfig,
  type User,
} from '../test/support/e2e/kubeconfig.ts';
import type { Options } from './flags.ts';
import type { Build, Route } from './programs.ts';
import { startProxy, type TcpProxy } from './proxy.ts';

type Cluster = Kubeconfig['clusters'][number]['cluster'] & {
  'proxy-url'?: string;
  'tls-server-name'?: string;
  'insecure-skip-tls-verify'?: boolean;
};

/** Writes the kubeconfig of an existing cluster to one JSON file in the directory. */
export function copyKubeconfig(kubectl: string, { context, kubeconfig }: Options, directory: string): string {
  const view = ['config', 'view', '--raw', '--flatten', '--minify', '--output=json'];
  const from = [
    ...(context ? [`--context=${context}`] : []),
    ...(kubeconfig ? [`--kubeconfig=${kubeconfig}`] : []),
  ];
  const path = join(directory, 'existing.kubeconfig');
  const { status, stdout, stderr } = spawnSync(kubectl, [...view, ...from]);
  if (status !== 0) throw new Error(`kubectl config view: ${stderr.toString().trim()}`);
  writeFileSync(path, stdout, { mode: 0o600 });
  if (clusterOf(path)['proxy-url']) throw new Error('a cluster behind a proxy-url cannot be measured');
  return path;
}

const clusterOf = (kubeconfig: string): Cluster => {
  const [first] = readKubeconfig(kubeconfig).clusters;
  if (!first) throw new Error('the kubeconfig has no cluster for its context');
  return first.cluster;
};

export const serverOf = (kubeconfig: string) => clusterOf(kubeconfig).server.replace(/\/$/, '');

/** Runs a function with a route through a TCP proxy in front of the cluster. */
export async function withProxy<T>(
  kubeconfig: string,
  delay: number,
  use: (route: Route, proxy: TcpProxy) => Promise<T>,
): Promise<T> {
  const server = new URL(serverOf(kubeconfig));
  const host = server.hostname.replace(/^\[|\]$/g, '');
  const proxy = await startProxy({ host, port: Number(server.port || 443) }, delay);
  const path = deriveKubeconfig(kubeconfig, `proxy-${proxy.port}`, ({ clusters }) => {
    const cluster: Cluster | undefined = clusters[0]?.cluster;
    if (!cluster) return;
    cluster.server = `https://127.0.0.1:${proxy.port}${server.pathname.replace(/\/$/, '')}`;
    if (host !== '127.0.0.1' && !cluster['insecure-skip-tls-verify']) cluster['tls-server-name'] ??= host;
  });
  try {
    return await use({ kubeconfig: path, port: proxy.port }, proxy);
  } finally {
    proxy.stop();
  }
}

/** Writes a curl config with the same credentials. Returns null if curl is missing or cannot use them. */
export function curlConfig(kubeconfig: string): string | null {
  if (spawnSync('curl', ['--version']).status !== 0) return null;
  const user = readKubeconfig(kubeconfig).users[0]?.user;
  const cluster = clusterOf(kubeconfig);
  const credentials = user && credentialsOf(user, kubeconfig);
  if (!credentials || cluster['tls-server-name']) return null;
  const authority = decode(`${kubeconfig}.ca`, cluster['certificate-authority-data']);
  const lines = [
    ...['silent', 'show-error', 'fail', 'noproxy = "*"'],
    // The API server indents JSON for user agents that begin with curl.
    'user-agent = "bench"',
    ...(authority ? [`cacert = "${authority}"`] : []),
    ...(cluster['insecure-skip-tls-verify'] ? ['insecure'] : []),
    ...credentials,
  ];
  const path = `${kubeconfig}.curl`;
  writeFileSync(path, lines.join('\n'), { mode: 0o600 });
  return path;
}

function credentialsOf(user: User, kubeconfig: string): string[] | null {
  if (user.as) return null;
  if (user.token) return [`header = "Authorization: Bearer ${user.token}"`];
  const certificate = decode(`${kubeconfig}.crt`, user['client-certificate-data']);
  const key = decode(`${kubeconfig}.key`, user['client-key-data']);
  return certificate && key ? [`cert = "${certificate}"`, `key = "${key}"`] : null;
}

function decode(path: string, data: string | undefined): string | null {
  if (!data) return null;
  writeFileSync(path, Buffer.from(data, 'base64'), { mode: 0o600 });
  return path;
}

/** The arguments that select one healthy Service with Pods. */
export function healthyService({ command: [program = '', ...args] }: Build, kubeconfig: string): string[] {
  const get = [...args, 'get', '-A', '-o', 'json', '--kubeconfig', kubeconfig];
  const report = execFileSync(program, get, { cwd: dirname(kubeconfig), maxBuffer: 2 ** 30 });
  const { services } = JSON.parse(report.toString()) as { services: ReportedService[] };
  const found = services.find(
    ({ status, backendSource }) => status === 'Healthy' && backendSource === 'selector',
  );
  if (!found) throw new Error('the cluster has no healthy Service with a selector');
  return [found.name, '-n', found.namespace];
}

interface ReportedService {
  name: string;
  namespace: string;
  status: string;
  backendSource: string;
}
