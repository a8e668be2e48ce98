import type { Role, RoleBinding } from '../../model/objects/custom-resource.ts';
import type { Labels } from '../../model/objects/meta.ts';
import type { Service } from '../../model/objects/service.ts';
import type { Workload } from '../../model/objects/workload.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { PodSource } from '../../model/view/service-view.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';

/**
 * Who gives a cluster the Pods that a Service selects, where manifests cannot show them; null where the manifests are
 * all that there will be.
 */
export function podSourceOf(service: Service, cluster: ClusterView): PodSource | null {
  const { namespace, selector, uid } = service;
  if (uid !== '' || selector === null) return null;
  const values = Object.values(selector);
  const resource = cluster
    .customResourcesIn(namespace)
    .find(({ name, runsPods }) => runsPods && values.includes(name));
  if (resource) return { why: 'customResource', resource };
  const workload = cluster.labelersIn(namespace).find((one) => mayLabelItself(one, selector));
  if (workload) return { why: 'label', workload, keys: missing(workload, selector) };
  return namespace === 'kube-system' && cluster.podsIn(namespace).length === 0 ? { why: 'system' } : null;
}

/**
 * A label that none of its Pods is made with, as that of a leader: it may be given to them while they run. Who shares
 * no label with the selector would have to be meant by the domain in the key.
 */
function mayLabelItself(workload: Workload, selector: Labels): boolean {
  const keys = missing(workload, selector);
  const written = Object.entries(selector).filter(([key]) => !keys.includes(key));
  return (
    keys.length > 0 &&
    written.every(([key, value]) => workload.templateLabels[key] === value) &&
    (written.length > 0 || keys.every((key) => key.includes('/')))
  );
}

function missing({ templateLabels }: Workload, selector: Labels): string[] {
  return Object.keys(selector).filter((key) => templateLabels[key] === undefined);
}

/** The workloads whose ServiceAccount may label the Pods of its own namespace. */
export function podLabelers(
  workloads: readonly Workload[],
  roles: readonly Role[],
  bindings: readonly RoleBinding[],
): readonly Workload[] {
  const roleKey = (clusterWide: boolean, namespace: string, name: string) =>
    clusterWide ? name : namespacedName(namespace, name);
  const granting = new Set(
    roles
      .filter(({ labelsPods }) => labelsPods)
      .map(({ clusterWide, namespace, name }) => roleKey(clusterWide, namespace, name)),
  );
  const granted = new Set(
    bindings
      .filter(({ role, namespace }) => granting.has(roleKey(role.clusterWide, namespace, role.name)))
      .flatMap(({ clusterWide, namespace, serviceAccounts }) =>
        serviceAccounts.filter((account) => clusterWide || account.namespace === namespace),
      )
      .map(objectKey),
  );
  return workloads.filter(({ namespace, serviceAccount }) =>
    granted.has(namespacedName(namespace, serviceAccount)),
  );
}
