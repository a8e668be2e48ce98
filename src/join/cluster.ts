import type { Kind, Labels, Meta, Node, Pod } from '../model/objects.ts';
import type { ClusterSnapshot } from '../model/snapshot.ts';
import type { ClusterView } from '../model/view.ts';
import { nearest } from './nearest.ts';

/** Indexes a snapshot once: every look-up of the join and of the rules is by namespace, name or label. */
export function indexCluster(snapshot: ClusterSnapshot): ClusterView {
  const { objects } = snapshot;
  const services = byName(objects.Service);
  const endpoints = byName(objects.Endpoints);
  const pods = byName(objects.Pod);
  const nodes = byName(objects.Node);
  const slicesByService = groupBy(objects.EndpointSlice, ({ namespace, service }) => key(namespace, service));
  const slicesByNamespace = groupBy(objects.EndpointSlice, namespaceOf);
  const podsByNamespace = groupBy(objects.Pod, namespaceOf);
  const podsByLabel = indexLabels(objects.Pod);
  const workloads = groupBy(objects.Workload, namespaceOf);
  const events = groupBy(objects.Event, ({ about }) => key(about.kind, about.namespace, about.name));
  const reading = indexReadings(snapshot);
  const absentNodes = new Set(snapshot.absentNodes);

  return {
    live: snapshot.live,
    now: snapshot.time === null ? null : Date.parse(snapshot.time),
    unread: (kind, namespace) => reading(kind, namespace)?.unread ?? null,
    whole: (kind, namespace) => reading(kind, namespace)?.whole ?? false,
    service: (namespace, name) => services.get(key(namespace, name)) ?? null,
    endpointsOf: (service) => endpoints.get(nameOf(service)) ?? null,
    slicesOf: (service) => slicesByService.get(nameOf(service)) ?? [],
    podsWith: (namespace, labels) => withLabels(podsByLabel, namespace, labels),
    podsIn: (namespace) => podsByNamespace.get(namespace) ?? [],
    pod: (namespace, name) => pods.get(key(namespace, name)) ?? null,
    node: (name) => findNode(nodes, name, absentNodes, reading('Node', '')?.whole ?? false),
    workloadsIn: (namespace) => workloads.get(namespace) ?? [],
    nearest: (namespace, selector) =>
      nearest(selector, podsByNamespace.get(namespace) ?? [], workloads.get(namespace) ?? []),
    slicesIn: (namespace) => slicesByNamespace.get(namespace) ?? [],
    eventsAbout: (kind, namespace, name) => events.get(key(kind, namespace, name)) ?? [],
  };
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
  return rarest.filter((pod) => wanted.every(([name, value]) => pod.labels[name] === value));
}

function findNode(
  nodes: ReadonlyMap<string, Node>,
  name: string,
  absent: ReadonlySet<string>,
  whole: boolean,
): Node | 'absent' | 'unread' {
  return nodes.get(key('', name)) ?? (whole || absent.has(name) ? 'absent' : 'unread');
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
