/** Names from a kubeconfig or a cluster, for shell completion. */

import type { ConnectionFlags } from '../model/connection.ts';
import type { IO } from '../model/io.ts';

export type CompletedKind = 'Namespace' | 'Service' | 'Pod' | 'Ingress';

/** @throws {UserError} if the kubeconfig cannot be read */
export async function kubeconfigEntries({ kubeconfig }: ConnectionFlags, io: IO) {
  const { loadKubeconfig } = await import('../kube/kubeconfig/loading-rules.ts');
  return loadKubeconfig(kubeconfig ?? '', io);
}

/**
 * @param prefix of the names
 * @throws {UserError} if they cannot be read
 */
export async function objectNames(
  kind: CompletedKind,
  prefix: string,
  flags: ConnectionFlags,
  io: IO,
): Promise<readonly string[]> {
  const [{ connect }, { listNames }] = await Promise.all([
    import('../kube/connect.ts'),
    import('../cluster/reading/object-names.ts'),
  ]);
  const connection = await connect(flags, io);
  try {
    return await listNames(connection, kind, prefix);
  } finally {
    connection.close();
  }
}
