import type { Pod } from '../../model/objects/pod.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import type { Owner } from '../../model/view/service-view.ts';
import { LABEL } from '../../model/well-known.ts';
import { byText } from '../../text/order.ts';

/** Counts the live Pods of each workload; the Pods without a controller have the empty name. */
export function countPodsByOwner(live: readonly SelectedPod[], cluster: ClusterView): Owner[] {
  const groups = Map.groupBy(live, ({ pod }) => topOwner(pod, cluster));
  return [...groups]
    .map(([name, { length }]) => ({ name, pods: length }))
    .sort((a, b) => byText(a.name, b.name));
}

/**
 * Names the workload at the top. The controller of a Pod is its ReplicaSet; if that was not read, the name of the
 * Deployment is the ReplicaSet's without the hash of the template.
 */
function topOwner(pod: Pod, cluster: ClusterView): string {
  if (pod.templateOf) return `${pod.templateOf.kind} ${pod.templateOf.name}`;
  const owner = pod.controllerRef;
  if (!owner) return '';
  const above = cluster.workload(pod.namespace, owner.kind, owner.name)?.controllerRef;
  if (above) return `${above.kind} ${above.name}`;
  const rollout = pod.labels[LABEL.rolloutTemplateHash];
  const hash = pod.labels[LABEL.podTemplateHash] ?? rollout;
  if (owner.kind === 'ReplicaSet' && hash && owner.name.endsWith(`-${hash}`))
    return `${rollout === undefined ? 'Deployment' : 'Rollout'} ${owner.name.slice(0, -hash.length - 1)}`;
  return `${owner.kind} ${owner.name}`;
}
