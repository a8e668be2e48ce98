import type { ClusterView, Named } from '../model/cluster-view.ts';
import type { Kind, Labels, Meta, Objects, Service } from '../model/objects.ts';
import type { Pod } from '../model/pod.ts';
import type { ClusterSnapshot } from '../model/snapshot.ts';
import { hasLabels } from '../words/labels.ts';
import { byText } from '../words/order.ts';
import { nearest } from './nearest.ts';
import { countsSidecars } from './ports.ts';

/** Indexes a snapshot once: every look-up of the join and of the rules is by namespace, name or label. */
export function indexCluster(snapshot: ClusterSnapshot): ClusterView {
  const objects = sorted(snapshot.objects);
  const endpoints = byName(objects.Endpoints);
  const named = new Map<Kind, ReadonlyMap<string, Meta>>([
    ['Service', byName(objects.Service)],
    ['Pod', byName(objects.Pod)],
    ['Node', byName(objects.Node)],
  ]);
  const slicesByService = groupBy(objects.EndpointSlice, ({ namespace, service }) => key(namespace, service));
  const slicesByNamespace = groupBy(objects.EndpointSlice, namespaceOf);
  const podsByNamespace = groupBy(objects.Pod, namespaceOf);
  const podsByLabel = indexLabels(objects.Pod);
  const workloads = groupBy(objects.Workload, namespaceOf);
  const workloadsByName = new Map(
    objects.Workload.map((one) => [key(one.namespace, one.kind, one.name), one]),
  );
  const events = groupBy(objects.Event, ({ about }) => key(about.kind, about.namespace, about.name));
  const reading = indexReadings(snapshot);
  const absent = new Set(snapshot.absent.map(({ kind, namespace, name }) => key(kind, namespace, name)));
  const policies = groupBy(objects.NetworkPolicy, namespaceOf);
  const ingresses = groupBy(objects.Ingress, namespaceOf);
  const endpointsByNamespace = groupBy(objects.Endpoints, namespaceOf);

  const endpointsOf = (service: Service) => endpoints.get(nameOf(service)) ?? null;

  return {
    live: snapshot.live,
    now: snapshot.time === null ? null : Date.parse(snapshot.time),
    unread: (kind, namespace) => reading(kind, namespace)?.unread ?? null,
    whole: (kind, namespace) => reading(kind, namespace)?.whole ?? false,
    find<K extends Named>(kind: K, namespace: string, name: string) {
      const found = named.get(kind)?.get(key(namespace, name));
      if (found) return found as Objects[K];
      const whole = reading(kind, namespace)?.whole ?? false;
      return whole || absent.has(key(kind, namespace, name)) ? 'absent' : 'unread';
    },
    nodes: () => objects.Node,
    namespaces: snapshot.namespaces,
    endpointsIn: (namespace) => endpointsByNamespace.get(namespace) ?? [],
    ingressesIn: (namespace) => ingresses.get(namespace) ?? [],
    policiesIn: (namespace) => policies.get(namespace) ?? [],
    apiGroups: objects.APIGroup.map(({ name }) => name),
    endpointsOf,
    countsSidecars: countsSidecars(objects.Service, endpointsOf),
    slicesOf: (service) => slicesByService.get(nameOf(service)) ?? [],
    podsWith: (namespace, labels) => withLabels(podsByLabel, namespace, labels),
    namespacesWith: (labels) =>
      [...podsByNamespace.keys()].filter(
        (namespace) => withLabels(podsByLabel, namespace, labels).length > 0,
      ),
    podsIn: (namespace) => podsByNamespace.get(namespace) ?? [],
    workload: (namespace, kind, name) => workloadsByName.get(key(namespace, kind, name)) ?? null,
    workloadsIn: (namespace) => workloads.get(namespace) ?? [],
    nearest: (namespace, selector) =>
      nearest(selector, podsByNamespace.get(namespace) ?? [], workloads.get(namespace) ?? []),
    slicesIn: (namespace) => slicesByNamespace.get(namespace) ?? [],
    eventsAbout: (kind, namespace, name) => events.get(key(kind, namespace, name)) ?? [],
  };
}

/** The order of the input says nothing. */
function sorted(objects: ClusterSnapshot['objects']): ClusterSnapshot['objects'] {
  const lists = Object.entries(objects).map(([kind, list]) => [
    kind,
    list.toSorted((a: Meta, b: Meta) => byText(a.namespace, b.namespace) || byText(a.name, b.name)),
  ]);
  return Object.fromEntries(lists) as ClusterSnapshot['objects'];
}

// No name, label or value holds a NUL, whatever else hostile input may put in.
const key = (...parts: string[]) => parts.join('\0');
const nameOf = ({ namespace, name }: Meta) => key(namespace, name);
const namespaceOf = ({ namespace }: Meta) => namespace;

function byName<T extends Meta>(objects: readonly T[]): ReadonlyMap<string, T> {
  return new Map(objects.map((object) => [nameOf(object), object]));
}

function groupBy<T>(objects: readonly T[], keyOf: (object: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const object of objects) {
    const group = groups.get(keyOf(object));
    if (group) group.push(object);
    else groups.set(keyOf(object), [object]);
  }
  return groups;
}

function indexLabels(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  const index = new Map<string, Pod[]>();
  for (const pod of pods)
    for (const [name, value] of Object.entries(pod.labels)) {
      const at = key(pod.namespace, name, value);
      const found = index.get(at);
      if (found) found.push(pod);
      else index.set(at, [pod]);
    }
  return index;
}

/** Starts from the rarest of the labels, so that the work follows the size of the answer. */
function withLabels(
  index: ReadonlyMap<string, readonly Pod[]>,
  namespace: string,
  labels: Labels,
): readonly Pod[] {
  const wanted = Object.entries(labels);
  const candidates = wanted.map(([name, value]) => index.get(key(namespace, name, value)) ?? []);
  const rarest = candidates.reduce((a, b) => (b.length < a.length ? b : a), candidates[0] ?? []);
  return rarest.filter((pod) => hasLabels(pod.labels, labels));
}

/** A reading of one namespace says more than one of all namespaces. */
function indexReadings(snapshot: ClusterSnapshot) {
  const readings = new Map<string, { unread: string | null; whole: boolean }>();
  for (const { kind, namespace, extent, reason } of snapshot.readings) {
    const at = key(kind, namespace ?? '*');
    const known = readings.get(at);
    readings.set(at, {
      unread: extent === 'unread' ? (known?.unread ?? reason) : (known?.unread ?? null),
      whole: extent === 'all' || (known?.whole ?? false),
    });
  }
  return (kind: Kind, namespace: string) =>
    readings.get(key(kind, namespace)) ?? readings.get(key(kind, '*'));
}
