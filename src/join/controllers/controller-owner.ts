import type { Pod } from '../../model/objects/pod.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import type { Owner } from '../../model/view/service-view.ts';
import { LABEL } from '../../model/well-known.ts';
import { byText } from '../../text/order.ts';

/** Groups the live Pods by workload; the Pods without a controller have the empty name. */
export function groupPodsByOwner(live: readonly SelectedPod[], cluster: ClusterView): Owner[] {
  const groups = Map.groupBy(live, ({ pod }) => topOwner(pod, cluster));
  return [...groups].map(([name, pods]) => ({ name, pods })).sort((a, b) => byText(a.name, b.name));
}

/**
 * Names the controller of the Pod's controller, such as the Deployment of its ReplicaSet. If the ReplicaSet was not
 * read, its name without the template hash is that of the Deployment.
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
