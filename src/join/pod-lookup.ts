import type { PodLookup, ServiceLink } from '../model/lookup.ts';
import type { Pod } from '../model/pod.ts';
import type { Backend, JoinedCluster, SelectedPod, ServiceView } from '../model/view.ts';
import { almostSelecting } from './almost.ts';
import { isFinished } from './expected.ts';
import { isReady, whyNotReady } from './readiness.ts';
import { zoneOf } from './rows.ts';

/**
 * The Services that select or publish each of the Pods, with the rows of the join that are about it: those that name
 * it, and those that name no Pod and have an address of it.
 */
export function lookUpPods({ services, cluster }: JoinedCluster, pods: readonly Pod[]): PodLookup[] {
  const links = linksTo(pods, services);
  const almost = almostSelecting(cluster);
  return pods.map((pod) => ({
    pod,
    cause: isReady(pod) ? null : whyNotReady(pod),
    finished: isFinished(pod),
    zone: zoneOf(pod, cluster),
    links: links.get(pod) ?? [],
    almost: almost(pod),
  }));
}

function linksTo(
  pods: readonly Pod[],
  services: readonly ServiceView[],
): ReadonlyMap<Pod, readonly ServiceLink[]> {
  const byName = new Map(pods.map((pod) => [key(pod.namespace, pod.name), [pod]]));
  const byAddress = Map.groupBy(
    pods.flatMap((pod) => pod.ips.map((ip) => ({ pod, at: key(pod.namespace, ip) }))),
    ({ at }) => at,
  );
  const links = new Map<Pod, ServiceLink[]>(pods.map((pod) => [pod, []]));
  for (const view of services) {
    const { namespace } = view.service;
    const found = new Map<Pod, Backend[]>();
    const selected = new Map<Pod, SelectedPod>();
    for (const one of view.pods)
      for (const pod of byName.get(key(namespace, one.pod.name)) ?? []) {
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
    if (podName !== null) return byName.get(key(namespace, podName)) ?? [];
    return byAddress.get(key(namespace, address ?? ''))?.map(({ pod }) => pod) ?? [];
  }
}

const key = (namespace: string, name: string) => `${namespace}\0${name}`;
