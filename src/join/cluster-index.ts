import type { Objects } from '../model/objects/kinds.ts';
import type { Meta } from '../model/objects/meta.ts';
import type { Node } from '../model/objects/node.ts';
import type { ClusterSnapshot } from '../model/snapshot.ts';
import type { ClusterView, NamedKind } from '../model/view/cluster-view.ts';
import { hasLabels } from '../text/labels.ts';
import { namespacedName, objectKey, refKey } from '../text/object-key.ts';
import { permittedWorkloads } from './controllers/pod-permissions.ts';
import { hasAddedLabel, PodTemplates } from './controllers/pod-templates.ts';
import { countsSidecars, declaredPorts } from './controllers/port-resolution.ts';
import { isReady } from './controllers/readiness.ts';
import { LabelIndex } from './index/label-index.ts';
import { Multimap } from './index/multimap.ts';
import { NameIndex } from './index/name-index.ts';
import { byNamespace, sortObjects } from './index/object-lists.ts';
import { indexReadings, listUnreadKinds } from './index/readings.ts';
import { ingressBackendResolver } from './lookup/ingress-backends.ts';
import { indexManifests } from './manifest-index.ts';
import { NearestLabels } from './near/nearest.ts';
import { findIsolatingPolicies } from './service/network-policies.ts';

type SnapshotObjects = ClusterSnapshot['objects'];

/** Indexes a snapshot once, so that the join and the rules look objects up by namespace, name or label. */
export function indexCluster(snapshot: ClusterSnapshot): ClusterView {
  const objects = sortObjects(snapshot.objects);
  const reading = indexReadings(snapshot);
  const find = objectFinder(snapshot, objects, reading);
  const ingresses = byNamespace(objects.Ingress);
  const ingressTarget = ingressBackendResolver((namespace, name) => find('Service', namespace, name));
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
    eventsAbout: (kind, namespace, name) => events.get(refKey({ kind, namespace, name })),
    ...indexEndpoints(objects),
    ...indexPods(objects),
    ...indexWorkloads(objects),
    ...indexManifests(snapshot, objects, ingressTarget),
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
  } satisfies Partial<ClusterView>;
}

function indexPods(objects: SnapshotObjects) {
  const pods = new NameIndex(objects.Pod);
  const podsByNamespace = byNamespace(objects.Pod);
  const podsByLabel = new LabelIndex(objects.Pod);
  const templates = new PodTemplates(objects.Workload);
  const workloads = byNamespace(objects.Workload);
  const policies = byNamespace(objects.NetworkPolicy);
  const isolatingPolicies = oncePerNamespace((namespace) =>
    findIsolatingPolicies(policies.get(namespace), podsByNamespace.get(namespace), podsByLabel),
  );
  const nearest = oncePerNamespace(
    (namespace) => new NearestLabels(podsByNamespace.get(namespace), workloads.get(namespace)),
  );
  return {
    podsIn: (namespace) => podsByNamespace.get(namespace),
    podsWith: (namespace, labels) => {
      const labelled = podsByLabel.list(namespace, labels);
      if (!hasAddedLabel(labels)) return labelled;
      // The Pod that stands for a template is named after its workload and lacks the added label.
      const ofTemplates = templates
        .list(namespace, labels)
        .map(({ type, name }) => pods.get(namespace, `${type}/${name}`));
      return [...new Set([...labelled, ...ofTemplates.filter((pod) => pod !== undefined)])];
    },
    namespacesWith: (labels) => podsByLabel.listNamespaces(labels),
    workloadsWith: (namespace, labels) => templates.list(namespace, labels),
    policiesOn: (pod) => isolatingPolicies(pod.namespace).get(pod),
    nearestMatches: (namespace, selector) => nearest(namespace).find(selector),
  } satisfies Partial<ClusterView>;
}

function indexWorkloads(objects: SnapshotObjects) {
  const workloads = new Map(
    objects.Workload.map((workload) => [refKey({ ...workload, kind: workload.type }), workload]),
  );
  const customResources = byNamespace(objects.CustomResource);
  const otherPolicies = objects.CustomResource.filter(({ policyOn }) => policyOn !== null);
  const labelers = permittedWorkloads('labelsPods', objects.Workload, objects.Role, objects.RoleBinding);
  return {
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

/** The Node is Ready, not cordoned, and has no taint that keeps ordinary Pods away. */
function isSchedulable(node: Node): boolean {
  const repels = node.taints.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
  return isReady(node) && !node.unschedulable && !repels;
}

/** Calls a function once for each namespace, when it is first needed. */
function oncePerNamespace<T>(create: (namespace: string) => T): (namespace: string) => T {
  const created = new Map<string, T>();
  return (namespace) => {
    const known = created.get(namespace) ?? create(namespace);
    created.set(namespace, known);
    return known;
  };
}
