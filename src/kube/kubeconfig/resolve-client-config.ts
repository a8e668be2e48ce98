/** Which server, as whom: the kubeconfig's entries with kubectl's flags over them (tools/clientcmd/client_config.go). */
import { resolve } from 'node:path';
import type { ConnectionFlags } from '../../model/connection.ts';
import { CONFIGURATION_ERROR_PREFIX, UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import type { ClientConfig } from './client-config.ts';
import { inCluster } from './in-cluster.ts';
import type { Cluster, User } from './kubeconfig-entries.ts';
import { type Kubeconfig, loadKubeconfig } from './loading-rules.ts';
import { validate } from './validate.ts';

/** @throws {UserError} in kubectl's words, for names that do not exist and entries that contradict themselves */
export async function resolveClientConfig(flags: ConnectionFlags, io: IO): Promise<ClientConfig> {
  const config = await loadKubeconfig(flags.kubeconfig ?? '', io);
  const pod = isEmpty(config) && !flags.server ? await inCluster(io) : null;
  const base = pod && !flags.context ? pod : choose(config, flags);
  const target = {
    ...base,
    namespace: flags.namespace || base.namespace,
    cluster: withClusterFlags(base.cluster, flags, io),
    user: withUserFlags(base.user, flags, io),
    kuberc: flags.kuberc,
  };
  validate(target);
  return target;
}

const isEmpty = ({ contexts, clusters, users }: Kubeconfig) =>
  contexts.size + clusters.size + users.size === 0;

function choose(config: Kubeconfig, flags: ConnectionFlags): ClientConfig {
  const name = flags.context || config.currentContext;
  const context = config.contexts.get(name);
  if (name !== '' && !context)
    throw new UserError(`context was not found for specified context: ${name}`, CONFIGURATION_ERROR_PREFIX);
  const userName = flags.user || context?.user || '';
  const user = config.users.get(userName);
  if (flags.user && !user) throw new UserError(`auth info "${userName}" does not exist`);
  const clusterName = flags.cluster || context?.cluster || '';
  const cluster = config.clusters.get(clusterName);
  if (flags.cluster && !cluster) throw new UserError(`no server found for cluster "${clusterName}"`);
  return {
    context: name,
    clusterName,
    userName,
    userFile: config.userFiles.get(userName) ?? '',
    namespace: context?.namespace || 'default',
    cluster: cluster ?? {},
    user: user ?? {},
  };
}

function withClusterFlags(cluster: Cluster, flags: ConnectionFlags, { env, cwd }: IO): Cluster {
  const { server, tlsServerName, certificateAuthority, insecureSkipTlsVerify } = flags;
  const { 'tls-server-name': ownName, ...unnamed } = cluster;
  // The name is that of the server: one from the kubeconfig does not outlive --server.
  const serverName = tlsServerName || (server ? '' : ownName);
  const verified = certificateAuthority || insecureSkipTlsVerify ? withoutVerification(unnamed) : unnamed;
  return {
    ...verified,
    server: server || cluster.server || env.KUBERNETES_MASTER || 'http://localhost:8080',
    ...(serverName && { 'tls-server-name': serverName }),
    ...(certificateAuthority && { 'certificate-authority': resolve(cwd, certificateAuthority) }),
    ...(insecureSkipTlsVerify && { 'insecure-skip-tls-verify': true }),
    ...(flags.disableCompression && { 'disable-compression': true }),
  };
}

/** CA file, CA data and insecure-skip-tls-verify are replaced as a set. */
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
  // As with kubectl, a tokenFile of the kubeconfig outlives it.
  if (flags.token) result.token = flags.token;
  if (flags.as) result.as = flags.as;
  if (flags.asUid) result['as-uid'] = flags.asUid;
  if (flags.asGroup?.length) result['as-groups'] = flags.asGroup;
  if (flags.asUserExtra?.length)
    result['as-user-extra'] = { ...user['as-user-extra'], ...extras(flags.asUserExtra) };
  return result;
}

function extras(pairs: readonly string[]): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  for (const pair of pairs) {
    const [key = '', value] = split(pair);
    if (value === undefined) throw new UserError(`invalid --as-user-extra "${pair}": it must be KEY=VALUE`);
    result[key] = [...(result[key] ?? []), value];
  }
  return result;
}

const split = (pair: string) => /^([^=]*)=(.*)$/s.exec(pair)?.slice(1) ?? [];
