import type { Pod } from '../../model/objects/pod.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import type { Owner } from '../../model/view/service-view.ts';
import { LABEL } from '../../model/well-known.ts';
import { byText } from '../../text/order.ts';

/** The workloads that the live Pods belong to, with how many of them; Pods without one are a group of their own. */
export function ownersOf(live: readonly SelectedPod[], cluster: ClusterView): Owner[] {
  const groups = Map.groupBy(live, ({ pod }) => ownerOf(pod, cluster));
  return [...groups]
    .map(([name, { length }]) => ({ name, pods: length }))
    .sort((a, b) => byText(a.name, b.name));
}

/** The Deployment of a ReplicaSet's Pod is named by the ReplicaSet, or by its name without the template's hash. */
function ownerOf(pod: Pod, cluster: ClusterView): string {
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
