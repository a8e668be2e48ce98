import type { Role, RoleBinding } from '../../model/objects/custom-resource.ts';
import type { Workload } from '../../model/objects/workload.ts';
import { namespacedName } from '../../text/object-key.ts';

type Permission = 'labelsPods' | 'createsPods';

/** ClusterRoles that each cluster has. */
const BUILT_IN: readonly string[] = ['cluster-admin', 'admin', 'edit'];

/** @returns by namespace the workloads whose ServiceAccount has the permission there, by RBAC */
export function permittedWorkloads(
  permission: Permission,
  workloads: readonly Workload[],
  roles: readonly Role[],
  bindings: readonly RoleBinding[],
): ReadonlyMap<string, readonly Workload[]> {
  const roleKey = (clusterWide: boolean, namespace: string, name: string) =>
    clusterWide ? name : namespacedName(namespace, name);
  const granting = new Set([
    ...BUILT_IN,
    ...roles
      .filter((role) => role[permission])
      .map(({ clusterWide, namespace, name }) => roleKey(clusterWide, namespace, name)),
  ]);
  const byAccount = Map.groupBy(workloads, ({ namespace, serviceAccount }) =>
    namespacedName(namespace, serviceAccount),
  );
  const permitted = new Map<string, Workload[]>();
  for (const { role, clusterWide, namespace, serviceAccounts } of bindings) {
    if (!granting.has(roleKey(role.clusterWide, namespace, role.name))) continue;
    for (const account of serviceAccounts) {
      // What may be done in all namespaces is done in the one of the workload, as far as anybody knows.
      const where = clusterWide ? account.namespace : namespace;
      const known = permitted.get(where) ?? [];
      permitted.set(where, [
        ...known,
        ...(byAccount.get(namespacedName(account.namespace, account.name)) ?? []),
      ]);
    }
  }
  return permitted;
}
