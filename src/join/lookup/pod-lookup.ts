import type { Pod } from '../../model/objects/pod.ts';
import type { Backend } from '../../model/view/backend.ts';
import type { PodLookup, ServiceLink } from '../../model/view/lookup.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import type { JoinedServices, ServiceView } from '../../model/view/service-view.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { findLostNode, findNotReadyCause, isPodTerminal, isReady } from '../controllers/readiness.ts';
import { Multimap } from '../index/multimap.ts';
import { almostSelectedFinder } from '../near/almost-selected.ts';
import { zoneOf } from '../service/backend-table.ts';

/**
 * Looks up the Services that select or publish each of the Pods, with the backends that name the Pod, or that name
 * none and have one of its addresses.
 */
export function lookUpPods({ services, cluster }: JoinedServices, pods: readonly Pod[]): PodLookup[] {
  const links = linkServices(pods, services);
  const almost = almostSelectedFinder(cluster);
  return pods.map((pod) => ({
    pod,
    cause: isReady(pod) ? null : findNotReadyCause(pod, findLostNode(pod, cluster)),
    finished: isPodTerminal(pod),
    zone: zoneOf(pod, cluster),
    links: links.get(pod) ?? [],
    almostSelectedBy: almost(pod),
  }));
}

function linkServices(
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
