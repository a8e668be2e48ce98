/** Looks up Services and Pods by address. */
import type { Pod } from '../../model/objects/pod.ts';
import type { Service } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import { Multimap } from './multimap.ts';

/** Both indexes are built when they are first needed, since few endpoints name no Pod. */
export function indexAddresses(
  services: readonly Service[],
  findPods: () => readonly Pod[],
): Pick<ClusterView, 'serviceWithIP' | 'podsAt'> {
  let byClusterIP: ReadonlyMap<string, Service> | null = null;
  let byPodIP: Multimap<string, Pod> | null = null;
  return {
    serviceWithIP(address) {
      byClusterIP ??= new Map(
        services.flatMap((service) => service.clusterIPs.map((ip) => [ip, service] as const)),
      );
      return byClusterIP.get(address) ?? null;
    },
    podsAt(address) {
      byPodIP ??= indexPodIPs(findPods());
      return byPodIP.get(address);
    },
  };
}

function indexPodIPs(pods: readonly Pod[]): Multimap<string, Pod> {
  const byIP = new Multimap<string, Pod>();
  for (const pod of pods) for (const ip of pod.ips) byIP.add(ip, pod);
  return byIP;
}
