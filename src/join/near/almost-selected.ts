import { selectsPods } from '../../model/objects/classification.ts';
import type { Labels } from '../../model/objects/meta.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { Service } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { AlmostSelectingService } from '../../model/view/lookup.ts';
import { byText } from '../../text/order.ts';
import { isPodTerminal } from '../controllers/readiness.ts';
import { labelPair } from '../index/label-index.ts';
import { Multimap } from '../index/multimap.ts';
import { isClose, labelDifferences } from './label-distance.ts';

/** The number of Services that a Pod is compared with; those that share a label come first. */
const MAX_CANDIDATES = 200;

interface SelectingService {
  service: Service;
  selector: readonly (readonly [key: string, value: string])[];
  /** How many Pods it selects that are not terminal; null: Pods are unread. */
  pods: number | null;
}

/** Services, and some of them by the label pairs of their selectors. */
interface ServiceIndex {
  list: readonly SelectingService[];
  byPair: Multimap<string, SelectingService>;
}

/** The Services of a namespace that select Pods. */
interface NamespaceIndex {
  all: ServiceIndex;
  /** The Services that select no Pod. */
  withoutPods: ServiceIndex;
  /** By the rarest pair of the selector: a Pod finds the Services that select it there, and few others. */
  byRarest: ServiceIndex['byPair'];
  /** Results by labels, which the Pods of a workload share. */
  cache: Map<string, readonly AlmostSelectingService[]>;
}

/**
 * Finds the Services of a Pod's namespace whose selector misses the Pod by one label that is close. If some Service
 * selects the Pod, only Services without Pods count.
 */
export function almostSelectedFinder(cluster: ClusterView): (pod: Pod) => readonly AlmostSelectingService[] {
  const services = Multimap.groupBy(cluster.all('Service').filter(selectsPods), ({ namespace }) => namespace);
  const namespaces = new Map<string, NamespaceIndex>();
  return (pod) => {
    if (isPodTerminal(pod)) return [];
    const { namespace, labels } = pod;
    const known = namespaces.get(namespace) ?? indexNamespace(services.get(namespace), cluster);
    namespaces.set(namespace, known);
    const key = JSON.stringify(labels);
    const found = known.cache.get(key) ?? findAlmostSelecting(labels, known);
    known.cache.set(key, found);
    return found;
  };
}

function indexNamespace(services: readonly Service[], cluster: ClusterView): NamespaceIndex {
  const list = services.map((service) => ({
    service,
    selector: Object.entries(service.selector ?? {}),
    pods: countPods(service, cluster),
  }));
  const all = index(list, pairsOf);
  const having = (pair: string) => all.byPair.get(pair).length;
  const rarest = (service: SelectingService) =>
    pairsOf(service)
      .sort((a, b) => having(a) - having(b))
      .slice(0, 1);
  const withoutPods = list.filter(({ pods }) => pods === 0);
  return {
    all,
    withoutPods: index(withoutPods, pairsOf),
    byRarest: index(list, rarest).byPair,
    cache: new Map(),
  };
}

function index(
  list: readonly SelectingService[],
  pairs: (service: SelectingService) => readonly string[],
): ServiceIndex {
  const byPair = new Multimap<string, SelectingService>();
  for (const service of list) for (const pair of pairs(service)) byPair.add(pair, service);
  return { list, byPair };
}

function pairsOf({ selector }: Pick<SelectingService, 'selector'>): string[] {
  return selector.map(([key, value]) => labelPair(key, value));
}

function countPods({ namespace, selector }: Service, cluster: ClusterView): number | null {
  if (cluster.unread('Pod', namespace) !== null) return null;
  return cluster.podsWith(namespace, selector ?? {}).filter((pod) => !isPodTerminal(pod)).length;
}

function findAlmostSelecting(
  labels: Labels,
  { all, withoutPods, byRarest }: NamespaceIndex,
): AlmostSelectingService[] {
  const pairs = pairsOf({ selector: Object.entries(labels) });
  const isSelected = pairs.some((pair) =>
    byRarest.get(pair).some(({ selector }) => countMissing(selector, labels) === 0),
  );
  return findCandidates(pairs, isSelected ? withoutPods : all)
    .filter(({ selector }) => countMissing(selector, labels) === 1)
    .flatMap(({ service, pods }) => {
      const selector = service.selector ?? {};
      const [difference] = labelDifferences(selector, labels);
      return difference && isClose([difference], selector) ? [{ service, difference, pods }] : [];
    })
    .sort((a, b) => Number(a.pods !== 0) - Number(b.pods !== 0) || byText(a.service.name, b.service.name));
}

function findCandidates(pairs: readonly string[], { list, byPair }: ServiceIndex): SelectingService[] {
  const sharing = pairs.flatMap((pair) => byPair.get(pair).slice(0, MAX_CANDIDATES));
  return [...new Set([...sharing, ...list.slice(0, MAX_CANDIDATES)])];
}

/** Counts the pairs of the selector that the labels lack. */
function countMissing(selector: SelectingService['selector'], labels: Labels): number {
  let count = 0;
  for (const [key, value] of selector) if (labels[key] !== value) count += 1;
  return count;
}
