import { selectsPods } from '../../model/objects/classification.ts';
import type { Labels } from '../../model/objects/meta.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { Service } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { AlmostSelectingService } from '../../model/view/lookup.ts';
import { byText } from '../../text/order.ts';
import { isFinished } from '../controllers/expected-endpoints.ts';
import { pairOf } from '../index/label-index.ts';
import { Multimap } from '../index/multimap.ts';
import { differencesOf, isClose } from './nearest.ts';

/** A Pod is compared with so many; what shares a label with it comes first. */
const MOST = 200;

/** A Service that selects Pods. */
interface Selecting {
  service: Service;
  selector: readonly (readonly [key: string, value: string])[];
  /** How many Pods it selects that are not finished; null: unread. */
  pods: number | null;
}

/** Services, and by a pair of their selectors some of them. */
interface Index {
  list: readonly Selecting[];
  byPair: Multimap<string, Selecting>;
}

/** What a Pod of the namespace is compared with. */
interface Namespace {
  all: Index;
  /** Those that select nobody: where things work, few. */
  idle: Index;
  /** By the pair of the selector that the fewest have: a Pod meets there whoever selects it, and few others. */
  byRarest: Index['byPair'];
  /** By labels: the Pods of a workload have the same. */
  found: Map<string, readonly AlmostSelectingService[]>;
}

/**
 * Finds the Services of the namespace whose selector a Pod misses by one label, and nearly. A Pod that some Service
 * selects is where it belongs: only a Service that selects nobody may mean it as well.
 */
export function almostSelecting(cluster: ClusterView): (pod: Pod) => readonly AlmostSelectingService[] {
  const services = Multimap.groupBy(cluster.all('Service').filter(selectsPods), ({ namespace }) => namespace);
  const namespaces = new Map<string, Namespace>();
  return (pod) => {
    if (isFinished(pod)) return [];
    const { namespace, labels } = pod;
    const known = namespaces.get(namespace) ?? indexNamespace(services.get(namespace), cluster);
    namespaces.set(namespace, known);
    const key = JSON.stringify(labels);
    const found = known.found.get(key) ?? nearTo(labels, known);
    known.found.set(key, found);
    return found;
  };
}

function indexNamespace(services: readonly Service[], cluster: ClusterView): Namespace {
  const list = services.map((service) => ({
    service,
    selector: Object.entries(service.selector ?? {}),
    pods: countPods(service, cluster),
  }));
  const all = index(list, pairsOf);
  const having = (pair: string) => all.byPair.get(pair).length;
  const rarest = (one: Selecting) =>
    pairsOf(one)
      .sort((a, b) => having(a) - having(b))
      .slice(0, 1);
  const idle = list.filter(({ pods }) => pods === 0);
  return { all, idle: index(idle, pairsOf), byRarest: index(list, rarest).byPair, found: new Map() };
}

function index(list: readonly Selecting[], pairs: (one: Selecting) => readonly string[]): Index {
  const byPair = new Multimap<string, Selecting>();
  for (const one of list) for (const pair of pairs(one)) byPair.add(pair, one);
  return { list, byPair };
}

function pairsOf({ selector }: Pick<Selecting, 'selector'>): string[] {
  return selector.map(([key, value]) => pairOf(key, value));
}

function countPods({ namespace, selector }: Service, cluster: ClusterView): number | null {
  if (cluster.unread('Pod', namespace) !== null) return null;
  return cluster.podsWith(namespace, selector ?? {}).filter((pod) => !isFinished(pod)).length;
}

function nearTo(labels: Labels, { all, idle, byRarest }: Namespace): AlmostSelectingService[] {
  const pairs = pairsOf({ selector: Object.entries(labels) });
  const isSelected = pairs.some((pair) =>
    byRarest.get(pair).some(({ selector }) => missed(selector, labels) === 0),
  );
  return candidates(pairs, isSelected ? idle : all)
    .filter(({ selector }) => missed(selector, labels) === 1)
    .flatMap(({ service, pods }) => {
      const selector = service.selector ?? {};
      const [difference] = differencesOf(selector, labels);
      return difference && isClose([difference], selector) ? [{ service, difference, pods }] : [];
    })
    .sort((a, b) => Number(a.pods !== 0) - Number(b.pods !== 0) || byText(a.service.name, b.service.name));
}

function candidates(pairs: readonly string[], { list, byPair }: Index): Selecting[] {
  const sharing = pairs.flatMap((pair) => byPair.get(pair).slice(0, MOST));
  return [...new Set([...sharing, ...list.slice(0, MOST)])];
}

/** How many of the pairs the labels lack. */
function missed(selector: Selecting['selector'], labels: Labels): number {
  let count = 0;
  for (const [key, value] of selector) if (labels[key] !== value) count += 1;
  return count;
}
