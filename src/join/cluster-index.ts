import { kindOf } from '../model/objects/classification.ts';
import type { AnyObject, Kind, Objects } from '../model/objects/kinds.ts';
import type { Meta } from '../model/objects/meta.ts';
import type { Node } from '../model/objects/node.ts';
import type { Service } from '../model/objects/service.ts';
import type { ClusterSnapshot } from '../model/snapshot.ts';
import type { ClusterView, NamedKind } from '../model/view/cluster-view.ts';
import { namespacedName, objectKey, refKey } from '../text/object-key.ts';
import { byText } from '../text/order.ts';
import { declaredPorts } from './controllers/declared-ports.ts';
import { countsSidecars } from './controllers/port-resolution.ts';
import { ingressTargets } from './index/ingress-targets.ts';
import { LabelIndex } from './index/label-index.ts';
import { Multimap } from './index/multimap.ts';
import { isolatingPolicies } from './index/network-policies.ts';
import { indexReadings, keptFromUs } from './index/readings.ts';
import { hasAddedLabel, Templates } from './index/template-pods.ts';
import { Neighborhood } from './near/nearest.ts';
import { podLabelers } from './near/pod-source.ts';

/** Indexes a snapshot once: every look-up of the join and of the rules is by namespace, name or label. */
export function indexCluster(snapshot: ClusterSnapshot): ClusterView {
  const objects = sorted(snapshot.objects);
  const endpoints = byName(objects.Endpoints);
  const pods = byName(objects.Pod);
  // What stands for a template is named after its workload.
  const podNamed = (namespace: string, name: string) => pods.get(namespacedName(namespace, name));
  const named = new Map<Kind, ReadonlyMap<string, Meta>>([
    ['Service', byName(objects.Service)],
    ['Pod', pods],
    ['Node', byName(objects.Node)],
  ]);
  const slicesByService = Multimap.groupBy(objects.EndpointSlice, ({ namespace, service }) =>
    namespacedName(namespace, service),
  );
  const slicesByNamespace = Multimap.groupBy(objects.EndpointSlice, namespaceOf);
  const strays = Multimap.groupBy(
    objects.EndpointSlice.filter(({ service, endpoints }) => service === '' && endpoints.length > 0),
    namespaceOf,
  );
  const podsByNamespace = Multimap.groupBy(objects.Pod, namespaceOf);
  const podsByLabel = new LabelIndex(objects.Pod);
  const workloads = Multimap.groupBy(objects.Workload, namespaceOf);
  const templates = new Templates(objects.Workload);
  const customResources = Multimap.groupBy(objects.CustomResource, namespaceOf);
  const labelers = Multimap.groupBy(
    podLabelers(objects.Workload, objects.Role, objects.RoleBinding),
    namespaceOf,
  );
  const neighborhood = perNamespace(
    (namespace) => new Neighborhood(podsByNamespace.get(namespace), workloads.get(namespace)),
  );
  const workloadsByName = new Map(objects.Workload.map((one) => [refKey({ ...one, kind: one.type }), one]));
  const events = Multimap.groupBy(objects.Event, ({ involvedObject }) => refKey(involvedObject));
  const reading = indexReadings(snapshot);
  const absent = new Set(snapshot.absent.map(refKey));
  const policies = perNamespace((namespace) =>
    isolatingPolicies(policiesByNamespace.get(namespace), podsByNamespace.get(namespace), podsByLabel),
  );
  const policiesByNamespace = Multimap.groupBy(objects.NetworkPolicy, namespaceOf);
  const ingresses = Multimap.groupBy(objects.Ingress, namespaceOf);
  const endpointsByNamespace = Multimap.groupBy(objects.Endpoints, namespaceOf);

  const find = <K extends NamedKind>(kind: K, namespace: string, name: string) => {
    const found = named.get(kind)?.get(namespacedName(namespace, name));
    if (found) return found as Objects[K];
    const whole = reading(kind, namespace)?.whole ?? false;
    return whole || absent.has(refKey({ kind, namespace, name })) ? 'absent' : 'unread';
  };
  const endpointsOf = (service: Service) => endpoints.get(objectKey(service)) ?? null;

  const sidecarsCount = countsSidecars(objects.Service, endpointsOf);

  return {
    live: snapshot.live,
    now: snapshot.time === null ? null : Date.parse(snapshot.time),
    unread: (kind, namespace) => reading(kind, namespace)?.unread ?? null,
    isFullyRead: (kind, namespace) => reading(kind, namespace)?.whole ?? false,
    unreadKinds: (kinds) => keptFromUs(snapshot, kinds),
    find,
    all: (kind) => objects[kind],
    labelled: snapshot.labelled ?? null,
    nodesForPods: objects.Node.filter(takesPods),
    namespaces: snapshot.namespaces,
    endpointsIn: (namespace) => endpointsByNamespace.get(namespace),
    ingressesIn: (namespace) => ingresses.get(namespace),
    ingressTarget: ingressTargets((namespace, name) => find('Service', namespace, name)),
    policiesOn: (pod) => policies(pod.namespace).get(pod),
    apiGroups: objects.APIGroup.map(({ name }) => name),
    endpointsOf,
    countsSidecars: sidecarsCount,
    declaredPorts: (pod) => declaredPorts(pod, sidecarsCount),
    slicesOf: (service) => slicesByService.get(objectKey(service)),
    podsWith: (namespace, labels) => {
      const having = podsByLabel.with(namespace, labels);
      if (!hasAddedLabel(labels)) return having;
      const made = templates
        .with(namespace, labels)
        .map(({ type, name }) => podNamed(namespace, `${type}/${name}`));
      return [...new Set([...having, ...made.filter((pod) => pod !== undefined)])];
    },
    namespacesWith: (labels) => podsByLabel.namespacesWith(labels),
    podsIn: (namespace) => podsByNamespace.get(namespace),
    workload: (namespace, kind, name) => workloadsByName.get(refKey({ kind, namespace, name })) ?? null,
    workloadsWith: (namespace, labels) => templates.with(namespace, labels),
    nearestMatches: (namespace, selector) => neighborhood(namespace).nearest(selector),
    slicesIn: (namespace) => slicesByNamespace.get(namespace),
    unlabelledSlicesIn: (namespace) => strays.get(namespace),
    customResourcesIn: (namespace) => customResources.get(namespace),
    labelersIn: (namespace) => labelers.get(namespace),
    eventsAbout: (kind, namespace, name) => events.get(refKey({ kind, namespace, name })),
  };
}

/** Ready, not cordoned, and without a taint that keeps ordinary Pods away. */
function takesPods({ ready, unschedulable, taints }: Node): boolean {
  const repels = taints.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
  return ready?.status === 'True' && !unschedulable && !repels;
}

/** Made where it is needed, once. */
function perNamespace<T>(make: (namespace: string) => T): (namespace: string) => T {
  const made = new Map<string, T>();
  return (namespace) => {
    const known = made.get(namespace) ?? make(namespace);
    made.set(namespace, known);
    return known;
  };
}

/** The order of the input says nothing. */
function sorted(objects: ClusterSnapshot['objects']): ClusterSnapshot['objects'] {
  const lists = Object.entries(objects).map(([kind, list]) => [
    kind,
    list.toSorted(
      (a: AnyObject, b: AnyObject) =>
        byText(a.namespace, b.namespace) || byText(a.name, b.name) || byText(kindOf(a), kindOf(b)),
    ),
  ]);
  return Object.fromEntries(lists) as ClusterSnapshot['objects'];
}

const namespaceOf = ({ namespace }: Meta) => namespace;

function byName<T extends Meta>(objects: readonly T[]): ReadonlyMap<string, T> {
  return new Map(objects.map((object) => [objectKey(object), object]));
}
