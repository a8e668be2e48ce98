import type { Role, RoleBinding } from '../../model/objects/custom-resource.ts';
import type { Labels } from '../../model/objects/meta.ts';
import type { Service } from '../../model/objects/service.ts';
import type { Workload } from '../../model/objects/workload.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { PodSource } from '../../model/view/service-view.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';

/**
 * Finds what will create or label the Pods of a manifest's Service, if not a workload of the input: the controller
 * of a custom resource, a workload that labels its own Pods, or the cluster itself (kube-system).
 */
export function findPodSource(service: Service, cluster: ClusterView): PodSource | null {
  const { namespace, selector, uid } = service;
  if (uid !== '' || selector === null) return null;
  const values = Object.values(selector);
  const resource = cluster
    .customResourcesIn(namespace)
    .find(({ name, runsPods }) => runsPods && values.includes(name));
  if (resource) return { why: 'customResource', resource };
  const workload = cluster.labelersIn(namespace).find((labeler) => mayLabelItself(labeler, selector));
  if (workload) return { why: 'label', workload, keys: missingKeys(workload, selector) };
  return namespace === 'kube-system' && cluster.podsIn(namespace).length === 0 ? { why: 'system' } : null;
}

/**
 * A workload may label its running Pods, as leader election does, with the keys that its template lacks. A template
 * that shares no label with the selector counts only if each key has a domain.
 */
function mayLabelItself(workload: Workload, selector: Labels): boolean {
  const keys = missingKeys(workload, selector);
  const shared = Object.entries(selector).filter(([key]) => !keys.includes(key));
  return (
    keys.length > 0 &&
    shared.every(([key, value]) => workload.templateLabels[key] === value) &&
    (shared.length > 0 || keys.every((key) => key.includes('/')))
  );
}

function missingKeys({ templateLabels }: Workload, selector: Labels): string[] {
  return Object.keys(selector).filter((key) => templateLabels[key] === undefined);
}

/** @returns the workloads whose ServiceAccount may label the Pods of its own namespace, by RBAC */
export function findPodLabelers(
  workloads: readonly Workload[],
  roles: readonly Role[],
  bindings: readonly RoleBinding[],
): readonly Workload[] {
  const roleKey = (clusterWide: boolean, namespace: string, name: string) =>
    clusterWide ? name : namespacedName(namespace, name);
  const grantingRoles = new Set(
    roles
      .filter(({ labelsPods }) => labelsPods)
      .map(({ clusterWide, namespace, name }) => roleKey(clusterWide, namespace, name)),
  );
  const grantedAccounts = new Set(
    bindings
      .filter(({ role, namespace }) => grantingRoles.has(roleKey(role.clusterWide, namespace, role.name)))
      .flatMap(({ clusterWide, namespace, serviceAccounts }) =>
        serviceAccounts.filter((account) => clusterWide || account.namespace === namespace),
      )
      .map(objectKey),
  );
  return workloads.filter(({ namespace, serviceAccount }) =>
    grantedAccounts.has(namespacedName(namespace, serviceAccount)),
  );
}
