/** Resolves a ClientConfig: kubeconfig entries with kubectl's flags as overrides (tools/clientcmd/client_config.go). */
import { resolve } from 'node:path';
import type { ConnectionFlags } from '../../model/connection.ts';
import { CONFIGURATION_ERROR_PREFIX, UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { inClusterConfig } from './in-cluster-config.ts';
import type { ClientConfig, Cluster, User } from './kubeconfig-types.ts';
import { type Kubeconfig, loadKubeconfig } from './loading-rules.ts';
import { validateClientConfig } from './validation.ts';

/** @throws {UserError} with kubectl's message for unknown names and contradictory entries */
export async function resolveClientConfig(flags: ConnectionFlags, io: IO): Promise<ClientConfig> {
  const kubeconfig = await loadKubeconfig(flags.kubeconfig ?? '', io);
  const inCluster = isEmpty(kubeconfig) && !flags.server ? await inClusterConfig(io) : null;
  const base = inCluster && !flags.context ? inCluster : selectContext(kubeconfig, flags);
  const config = {
    ...base,
    namespace: flags.namespace || base.namespace,
    cluster: withClusterFlags(base.cluster, flags, io),
    user: withUserFlags(base.user, flags, io),
    kuberc: flags.kuberc,
  };
  validateClientConfig(config);
  return config;
}

const isEmpty = ({ contexts, clusters, users }: Kubeconfig) =>
  contexts.size + clusters.size + users.size === 0;

function selectContext(kubeconfig: Kubeconfig, flags: ConnectionFlags): ClientConfig {
  const name = flags.context || kubeconfig.currentContext;
  const context = kubeconfig.contexts.get(name);
  if (name !== '' && !context)
    throw new UserError(`context was not found for specified context: ${name}`, CONFIGURATION_ERROR_PREFIX);
  const userName = flags.user || context?.user || '';
  const user = kubeconfig.users.get(userName);
  if (flags.user && !user) throw new UserError(`auth info "${userName}" does not exist`);
  const clusterName = flags.cluster || context?.cluster || '';
  const cluster = kubeconfig.clusters.get(clusterName);
  if (flags.cluster && !cluster) throw new UserError(`no server found for cluster "${clusterName}"`);
  return {
    context: name,
    clusterName,
    userName,
    userFile: kubeconfig.userFiles.get(userName) ?? '',
    namespace: context?.namespace || 'default',
    cluster: cluster ?? {},
    user: user ?? {},
  };
}

function withClusterFlags(cluster: Cluster, flags: ConnectionFlags, { env, cwd }: IO): Cluster {
  const { server, tlsServerName, certificateAuthority, insecureSkipTlsVerify } = flags;
  const { 'tls-server-name': configuredName, ...rest } = cluster;
  // --server drops the kubeconfig's tls-server-name, which belongs to its server.
  const serverName = tlsServerName || (server ? '' : configuredName);
  const verified = certificateAuthority || insecureSkipTlsVerify ? withoutVerification(rest) : rest;
  return {
    ...verified,
    server: server || cluster.server || env.KUBERNETES_MASTER || 'http://localhost:8080',
    ...(serverName && { 'tls-server-name': serverName }),
    ...(certificateAuthority && { 'certificate-authority': resolve(cwd, certificateAuthority) }),
    ...(insecureSkipTlsVerify && { 'insecure-skip-tls-verify': true }),
    ...(flags.disableCompression && { 'disable-compression': true }),
  };
}

/** The flags replace CA file, CA data and insecure-skip-tls-verify as a set. */
function withoutVerification(cluster: Cluster): Cluster {
  const {
    'certificate-authority': _file,
    'certificate-authority-data': _data,
    'insecure-skip-tls-verify': _insecure,
    ...rest
  } = cluster;
  return rest;
}

function withUserFlags(user: User, flags: ConnectionFlags, { cwd }: IO): User {
  const result: User = { ...user };
  if (flags.clientCertificate) {
    delete result['client-certificate-data'];
    result['client-certificate'] = resolve(cwd, flags.clientCertificate);
  }
  if (flags.clientKey) {
    delete result['client-key-data'];
    result['client-key'] = resolve(cwd, flags.clientKey);
  }
  // As with kubectl, a tokenFile in the kubeconfig takes precedence.
  if (flags.token) result.token = flags.token;
  if (flags.as) result.as = flags.as;
  if (flags.asUid) result['as-uid'] = flags.asUid;
  if (flags.asGroup?.length) result['as-groups'] = flags.asGroup;
  if (flags.asUserExtra?.length)
    result['as-user-extra'] = { ...user['as-user-extra'], ...parseExtras(flags.asUserExtra) };
  return result;
}

function parseExtras(pairs: readonly string[]): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  for (const pair of pairs) {
    const [key = '', value] = splitPair(pair);
    if (value === undefined) throw new UserError(`invalid --as-user-extra "${pair}": must be KEY=VALUE`);
    result[key] = [...(result[key] ?? []), value];
  }
  return result;
}

const splitPair = (pair: string) => /^([^=]*)=(.*)$/s.exec(pair)?.slice(1) ?? [];
