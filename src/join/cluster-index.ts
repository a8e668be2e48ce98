import type { Objects } from '../model/objects/kinds.ts';
import type { Meta } from '../model/objects/meta.ts';
import type { Node } from '../model/objects/node.ts';
import type { Service } from '../model/objects/service.ts';
import type { ClusterSnapshot } from '../model/snapshot.ts';
import type { ClusterView, NamedKind } from '../model/view/cluster-view.ts';
import { hasLabels } from '../text/labels.ts';
import { namespacedName, objectKey, refKey } from '../text/object-key.ts';
import { permittedWorkloads } from './controllers/pod-permissions.ts';
import { countsSidecars, declarationOf, declaredPorts } from './controllers/port-resolution.ts';
import { isPodTerminal, isReady } from './controllers/readiness.ts';
import { indexAddresses } from './index/address-index.ts';
import { labelPair } from './index/label-index.ts';
import { Multimap } from './index/multimap.ts';
import { NameIndex } from './index/name-index.ts';
import { byNamespace, sortObjects } from './index/object-lists.ts';
import { oncePerNamespace } from './index/once-per-namespace.ts';
import { indexReadings, listUnreadKinds } from './index/readings.ts';
import { ingressBackendResolver } from './lookup/ingress-backends.ts';
import { findIngressClass } from './lookup/ingress-classes.ts';
import { indexManifests } from './manifest-index.ts';
import { indexPods } from './pod-index.ts';

type SnapshotObjects = ClusterSnapshot['objects'];

/** Indexes a snapshot once, so that the join and the rules look objects up by namespace, name or label. */
export function indexCluster(snapshot: ClusterSnapshot): ClusterView {
  const objects = sortObjects(snapshot.objects);
  const reading = indexReadings(snapshot);
  const find = objectFinder(snapshot, objects, reading);
  const endpoints = indexEndpoints(objects);
  const ingresses = byNamespace(objects.Ingress);
  const services = {
    ...indexServices(objects),
    ingressTarget: ingressBackendResolver((namespace, name) => find('Service', namespace, name)),
  };
  const events = Multimap.groupBy(objects.Event, ({ involvedObject: about }) => refKey(about));
  return {
    live: snapshot.live,
    now: snapshot.time === null ? null : Date.parse(snapshot.time),
    namespaces: snapshot.namespaces,
    labelled: snapshot.labelled ?? null,
    unread: (kind, namespace) => reading(kind, namespace)?.unread ?? null,
    isFullyRead: (kind, namespace) => reading(kind, namespace)?.fullyRead ?? false,
    unreadKinds: (kinds) => listUnreadKinds(snapshot, kinds),
    find,
    all: (kind) => objects[kind],
    apiGroups: objects.APIGroup.map(({ name }) => name),
    nodesForPods: objects.Node.filter(isSchedulable),
    ingressesIn: (namespace) => ingresses.get(namespace),
    ingressClass: (ingress) =>
      findIngressClass(ingress, objects.IngressClass, reading('IngressClass', '')?.fullyRead ?? false),
    eventsAbout: (kind, namespace, name) => events.get(refKey({ kind, namespace, name })),
    ...indexAddresses(objects.Service, () => objects.Pod.filter((pod) => !isPodTerminal(pod))),
    ...endpoints,
    ...services,
    ...indexPods(
      objects,
      (kind, namespace) => reading(kind, namespace)?.fullyRead ?? false,
      endpoints.declaration,
    ),
    ...indexWorkloads(objects),
    ...indexManifests(snapshot, objects, services),
  };
}

/** Finds an object by name; one that is not there is absent only if its kind was read or it was asked for by name. */
function objectFinder(
  snapshot: ClusterSnapshot,
  objects: SnapshotObjects,
  reading: ReturnType<typeof indexReadings>,
): ClusterView['find'] {
  const named: Record<NamedKind, NameIndex<Meta>> = {
    Service: new NameIndex(objects.Service),
    Pod: new NameIndex(objects.Pod),
    Node: new NameIndex(objects.Node),
  };
  const absent = new Set(snapshot.absent.map(refKey));
  const unread = new Set(
    snapshot.manifests?.unreadServices.map((service) => refKey({ kind: 'Service', ...service })),
  );
  return <K extends NamedKind>(kind: K, namespace: string, name: string) => {
    const found = named[kind].get(namespace, name);
    if (found) return found as Objects[K];
    if (unread.has(refKey({ kind, namespace, name }))) return 'unread';
    const fullyRead = reading(kind, namespace)?.fullyRead ?? false;
    return fullyRead || absent.has(refKey({ kind, namespace, name })) ? 'absent' : 'unread';
  };
}

function indexEndpoints(objects: SnapshotObjects) {
  const endpoints = new NameIndex(objects.Endpoints);
  const endpointsByNamespace = byNamespace(objects.Endpoints);
  const slicesByService = Multimap.groupBy(objects.EndpointSlice, ({ namespace, service }) =>
    namespacedName(namespace, service),
  );
  const slicesByNamespace = byNamespace(objects.EndpointSlice);
  const unlabelledSlices = byNamespace(
    objects.EndpointSlice.filter(({ service, endpoints }) => service === '' && endpoints.length > 0),
  );
  const endpointsOf: ClusterView['endpointsOf'] = ({ namespace, name }) =>
    endpoints.get(namespace, name) ?? null;
  const sidecars = countsSidecars(objects.Service, endpointsOf);
  return {
    endpointsOf,
    endpointsIn: (namespace) => endpointsByNamespace.get(namespace),
    slicesOf: (service) => slicesByService.get(objectKey(service)),
    slicesIn: (namespace) => slicesByNamespace.get(namespace),
    unlabelledSlicesIn: (namespace) => unlabelledSlices.get(namespace),
    countsSidecars: sidecars,
    declaredPorts: (pod) => declaredPorts(pod, sidecars),
    declaration: (containers, ports) => declarationOf(containers, ports, sidecars),
  } satisfies Partial<ClusterView>;
}

function indexServices(objects: SnapshotObjects) {
  const services = byNamespace(objects.Service);
  const byName = Multimap.groupBy(objects.Service, ({ name }) => name);
  const numbers = oncePerNamespace((namespace) => {
    const targets = services.get(namespace).flatMap(({ ports }) => ports.map(({ targetPort }) => targetPort));
    return new Set(targets.filter((target) => typeof target === 'number'));
  });
  return {
    servicesIn: (namespace) => services.get(namespace),
    servicesNamed: (name) => byName.get(name),
    targetNumbersIn: numbers,
    isSelectedLabel: selectedLabels(services),
  } satisfies Partial<ClusterView>;
}

function indexWorkloads(objects: SnapshotObjects) {
  const workloads = new Map(
    objects.Workload.map((workload) => [refKey({ ...workload, kind: workload.type }), workload]),
  );
  const byNamespaceOnly = byNamespace(objects.Workload);
  const customResources = byNamespace(objects.CustomResource);
  const otherPolicies = objects.CustomResource.filter(({ policyOn }) => policyOn !== null);
  const labelers = permittedWorkloads('labelsPods', objects.Workload, objects.Role, objects.RoleBinding);
  return {
    workloadsIn: (namespace) => byNamespaceOnly.get(namespace),
    workload: (namespace, kind, name) => workloads.get(refKey({ kind, namespace, name })) ?? null,
    customResourcesIn: (namespace) => customResources.get(namespace),
    otherPoliciesOn: (pod) =>
      otherPolicies.filter(
        ({ namespace, policyOn }) =>
          policyOn !== null &&
          (policyOn.clusterWide || namespace === pod.namespace) &&
          hasLabels(pod.labels, policyOn.labels),
      ),
    labelersIn: (namespace) =>
      (labelers.get(namespace) ?? []).filter((workload) => workload.namespace === namespace),
  } satisfies Partial<ClusterView>;
}

/** Looks up the labels in selectors of Services. */
function selectedLabels(services: Pick<Multimap<string, Service>, 'get'>): ClusterView['isSelectedLabel'] {
  const selectors = oncePerNamespace(
    (namespace) =>
      new Set(
        services
          .get(namespace)
          .flatMap(({ selector }) =>
            Object.entries(selector ?? {}).map(([key, value]) => labelPair(key, value)),
          ),
      ),
  );
  return (namespace, key, value) => selectors(namespace).has(labelPair(key, value));
}

/** The Node is Ready, not cordoned, and has no taint that keeps ordinary Pods away. */
function isSchedulable(node: Node): boolean {
  const repels = node.taints.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
  return isReady(node) && !node.unschedulable && !repels;
}
