import type { ClusterView } from '../model/cluster-view.ts';
import type { AlmostSelected } from '../model/lookup.ts';
import type { Labels, Service } from '../model/objects.ts';
import type { Pod } from '../model/pod.ts';
import { byText } from '../words/order.ts';
import { isFinished } from './expected.ts';
import { differencesOf, isClose } from './nearest.ts';

/** The Services of a namespace that select Pods. */
interface Selecting {
  service: Service;
  selector: readonly (readonly [key: string, value: string])[];
  /** How many Pods it selects that are not finished; null: unread. */
  pods: number | null;
}

/** A Pod is compared with so many; what shares a label with it comes first. */
const MOST = 200;

interface Namespace {
  all: readonly Selecting[];
  /** Those that select nobody: in a cluster that works, few. */
  idle: readonly Selecting[];
  /** By each pair of the selector. */
  byPair: ReadonlyMap<string, readonly Selecting[]>;
}

/**
 * Finds the Services of the namespace whose selector a Pod misses by one label, and nearly. A Pod that some Service
 * selects is where it belongs: only a Service that selects nobody may mean it as well.
 */
export function almostSelecting(cluster: ClusterView): (pod: Pod) => readonly AlmostSelected[] {
  const namespaces = new Map<string, Namespace>();
  const indexed = (namespace: string) => {
    const known = namespaces.get(namespace) ?? indexNamespace(services.get(namespace) ?? [], cluster);
    namespaces.set(namespace, known);
    return known;
  };
  const services = Map.groupBy(
    cluster.all('Service').filter(({ selector, type }) => selector && type !== 'ExternalName'),
    ({ namespace }) => namespace,
  );
  return (pod) => (isFinished(pod) ? [] : nearTo(pod.labels, indexed(pod.namespace)));
}

function indexNamespace(services: readonly Service[], cluster: ClusterView): Namespace {
  const all = services.map((service) => ({
    service,
    selector: Object.entries(service.selector ?? {}),
    pods: countPods(service, cluster),
  }));
  const byPair = new Map<string, Selecting[]>();
  for (const one of all)
    for (const pair of one.selector) {
      const having = byPair.get(pair.join('\0'));
      if (having) having.push(one);
      else byPair.set(pair.join('\0'), [one]);
    }
  return { all, idle: all.filter(({ pods }) => pods === 0), byPair };
}

function countPods({ namespace, selector }: Service, cluster: ClusterView): number | null {
  if (cluster.unread('Pod', namespace) !== null) return null;
  return cluster.podsWith(namespace, selector ?? {}).filter((pod) => !isFinished(pod)).length;
}

function nearTo(labels: Labels, { all, idle, byPair }: Namespace): AlmostSelected[] {
  const sharing = new Set(Object.entries(labels).flatMap((pair) => byPair.get(pair.join('\0')) ?? []));
  const isSelected = [...sharing].some(({ selector }) => missed(selector, labels) === 0);
  const meant = [...sharing].filter(({ pods }) => !isSelected || pods === 0);
  return [...new Set([...meant, ...(isSelected ? idle : all).slice(0, MOST)])]
    .filter(({ selector }) => missed(selector, labels) === 1)
    .slice(0, MOST)
    .flatMap(({ service, pods }) => {
      const selector = service.selector ?? {};
      const [difference] = differencesOf(selector, labels);
      return difference && isClose([difference], selector) ? [{ service, difference, pods }] : [];
    })
    .sort((a, b) => Number(a.pods !== 0) - Number(b.pods !== 0) || byText(a.service.name, b.service.name));
}

/** How many of the pairs the labels lack. */
function missed(selector: Selecting['selector'], labels: Labels): number {
  let count = 0;
  for (const [key, value] of selector) if (labels[key] !== value) count += 1;
  return count;
}
