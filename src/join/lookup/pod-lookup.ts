import type { Pod } from '../../model/objects/pod.ts';
import type { Backend } from '../../model/view/backend.ts';
import type { PodLookup, ServiceLink } from '../../model/view/lookup.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import type { JoinedCluster, ServiceView } from '../../model/view/service-view.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { isFinished } from '../controllers/expected-endpoints.ts';
import { isReady, whyNotReady } from '../controllers/readiness.ts';
import { Multimap } from '../index/multimap.ts';
import { almostSelecting } from '../near/almost-selected.ts';
import { zoneOf } from '../service/rows.ts';

/**
 * The Services that select or publish each of the Pods, with the rows of the join that are about it: those that name
 * it, and those that name no Pod and have an address of it.
 */
export function lookUpPods({ services, cluster }: JoinedCluster, pods: readonly Pod[]): PodLookup[] {
  const links = linksTo(pods, services);
  const almostSelectedBy = almostSelecting(cluster);
  return pods.map((pod) => ({
    pod,
    cause: isReady(pod) ? null : whyNotReady(pod),
    finished: isFinished(pod),
    zone: zoneOf(pod, cluster),
    links: links.get(pod) ?? [],
    almostSelectedBy: almostSelectedBy(pod),
  }));
}

function linksTo(
  pods: readonly Pod[],
  services: readonly ServiceView[],
): ReadonlyMap<Pod, readonly ServiceLink[]> {
  const byName = new Map(pods.map((pod) => [objectKey(pod), pod]));
  const byAddress = new Multimap<string, Pod>();
  for (const pod of pods) for (const ip of pod.ips) byAddress.add(namespacedName(pod.namespace, ip), pod);
  const links = new Map<Pod, ServiceLink[]>(pods.map((pod) => [pod, []]));
  for (const view of services) {
    const { namespace } = view.service;
    const found = new Map<Pod, Backend[]>();
    const selected = new Map<Pod, SelectedPod>();
    for (const one of view.pods) {
      const pod = byName.get(objectKey(one.pod));
      if (!pod) continue;
      selected.set(pod, one);
      found.set(pod, []);
    }
    for (const backend of view.backends)
      for (const pod of podsOf(backend, namespace)) {
        const rows = found.get(pod);
        if (rows) rows.push(backend);
        else found.set(pod, [backend]);
      }
    for (const [pod, backends] of found) {
      const one = selected.get(pod);
      links.get(pod)?.push({ view, selected: new Map(one && [[pod.name, one]]), backends });
    }
  }
  return links;

  function podsOf({ podName, address }: Backend, namespace: string): readonly Pod[] {
    if (podName === null) return byAddress.get(namespacedName(namespace, address ?? ''));
    const pod = byName.get(namespacedName(namespace, podName));
    return pod ? [pod] : [];
  }
}
