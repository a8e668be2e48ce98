import type { ClusterView } from '../model/cluster-view.ts';
import type { AlmostSelected } from '../model/lookup.ts';
import type { Labels, Service } from '../model/objects.ts';
import type { Pod } from '../model/pod.ts';
import { hasLabels } from '../words/labels.ts';
import { isFinished } from './expected.ts';
import { differencesOf, isClose } from './nearest.ts';

/**
 * Finds the Services of the namespace whose selector a Pod misses by one label, and nearly. A Pod that some Service
 * selects is where it belongs: only a Service that selects nobody may mean it as well.
 */
export function almostSelecting(cluster: ClusterView): (pod: Pod) => readonly AlmostSelected[] {
  const selecting = cluster
    .all('Service')
    .filter(({ selector, type }) => selector && type !== 'ExternalName');
  const services = Map.groupBy(selecting, ({ namespace }) => namespace);
  const count = counter(cluster);
  // Pods of one workload have the same labels.
  const known = new Map<string, readonly AlmostSelected[]>();
  return (pod) => {
    if (isFinished(pod)) return [];
    const at = JSON.stringify([pod.namespace, pod.labels]);
    const found = known.get(at) ?? nearTo(pod.labels, services.get(pod.namespace) ?? [], count);
    known.set(at, found);
    return found;
  };
}

function nearTo(
  labels: Labels,
  services: readonly Service[],
  count: (service: Service) => number | null,
): AlmostSelected[] {
  const isSelected = services.some(({ selector }) => hasLabels(labels, selector ?? {}));
  return services
    .flatMap((service) => {
      const selector = service.selector ?? {};
      const [difference, ...more] = differencesOf(selector, labels);
      if (!difference || more.length > 0 || !isClose([difference], selector)) return [];
      const pods = count(service);
      return isSelected && pods !== 0 ? [] : [{ service, difference, pods }];
    })
    .sort((a, b) => Number(a.pods !== 0) - Number(b.pods !== 0));
}

/** How many Pods a Service selects, each counted once. */
function counter(cluster: ClusterView): (service: Service) => number | null {
  const known = new Map<Service, number | null>();
  return (service) => {
    const { namespace, selector } = service;
    if (known.has(service)) return known.get(service) ?? null;
    const pods = cluster.podsWith(namespace, selector ?? {}).filter((pod) => !isFinished(pod));
    const counted = cluster.unread('Pod', namespace) === null ? pods.length : null;
    known.set(service, counted);
    return counted;
  };
}
