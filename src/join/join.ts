import { sourceOf } from '../model/objects/classification.ts';
import type { Service, ServicePort } from '../model/objects/service.ts';
import type { Workload } from '../model/objects/workload.ts';
import type { BackendSource } from '../model/report/endpoints-report.ts';
import type { ClusterSnapshot } from '../model/snapshot.ts';
import type { ClusterView } from '../model/view/cluster-view.ts';
import type { JoinedCluster, ServiceView } from '../model/view/service-view.ts';
import type { SliceView } from '../model/view/slice-view.ts';
import { objectKey } from '../text/object-key.ts';
import { byText } from '../text/order.ts';
import { indexCluster } from './cluster-index.ts';
import { ownersOf } from './controllers/controller-owner.ts';
import { mirrorOf, supposedSlices } from './controllers/mirrored-endpoints.ts';
import { countPorts, portsOf } from './controllers/port-resolution.ts';
import { ByPort } from './index/by-port.ts';
import { podSourceOf } from './near/pod-source.ts';
import { joinBackends } from './service/backends.ts';
import { Listings } from './service/listings.ts';
import { BackendRows, type Joined } from './service/rows.ts';
import { selectPods } from './service/selected-pods.ts';
import { viewSlice } from './service/slices.ts';
import { staleAddresses } from './service/stale-addresses.ts';

/** Joins every Service that was asked for with what was read; in the order of namespace and name. */
export function join(snapshot: ClusterSnapshot): JoinedCluster {
  const cluster = indexCluster(snapshot);
  const services = snapshot.objects.Service.filter((service) => snapshot.inScope.has(objectKey(service)))
    .toSorted((a, b) => byText(a.namespace, b.namespace) || byText(a.name, b.name))
    .map((service) => joinService(service, cluster));
  return { services, cluster };
}

function joinService(service: Service, cluster: ClusterView): ServiceView {
  const source = sourceOf(service);
  const ports = portsOf(service);
  const endpoints = cluster.endpointsOf(service);
  const slices = slicesOf(service, source, cluster);
  const listings = new Listings(slices);
  const pods = selectPods(service, listings, cluster);
  const unfinished = pods.filter(({ obstacle }) => obstacle !== 'finished');
  const live = unfinished.filter(({ obstacle }) => obstacle !== 'terminating');
  const workloads = matchingWorkloads(service, cluster);
  const idle =
    unfinished.length === 0 && cluster.unread('Workload', service.namespace) === null
      ? idleAmong(workloads)
      : null;
  const joined = { service, ports, pods, endpoints, cluster };
  // kube-proxy and DNS ignore whatever stands behind a Service that is a mere name.
  const rows = source === 'externalName' ? new BackendRows(joined) : joinBackends(joined, listings);
  const backendsAt = rows.sorted();
  const backends = [...backendsAt.values()].flat();
  return {
    service,
    source,
    ports: countPorts(backendsAt, live, readyPorts(rows.ready, joined)),
    pods,
    unfinished,
    live,
    slices,
    endpoints,
    mirror: endpoints && service.selector === null ? mirrorOf(endpoints) : null,
    backends,
    backendsByPod: Map.groupBy(backends, ({ podName }) => podName),
    backendsByPort: backendsAt,
    workloads,
    scaledToZero: idle,
    podSource: pods.length === 0 && !idle ? podSourceOf(service, cluster) : null,
    stale: staleAddresses(service, listings, pods, cluster),
    owners: ownersOf(live, cluster),
    cluster,
  };
}

/** Where the slices are unread, who is ready is who should be. */
function readyPorts(
  ready: ReadonlySet<ServicePort | null>,
  { service, pods, cluster }: Joined,
): ReadonlySet<ServicePort | null> {
  if (cluster.unread('EndpointSlice', service.namespace) === null) return ready;
  const expected = pods.flatMap((pod) => pod.expected.filter((endpoint) => endpoint.ready));
  const address = expected.length > 0 ? [null] : [];
  return new Set([...ready, ...address, ...expected.flatMap((endpoint) => [...endpoint.ports.keys()])]);
}

/** Those that there are, and what will be made of a manifest's Endpoints. */
function slicesOf(service: Service, source: BackendSource, cluster: ClusterView): SliceView[] {
  const endpoints = cluster.endpointsOf(service);
  const supposed =
    endpoints && endpoints.uid === '' && source === 'selectorless' ? supposedSlices(endpoints) : [];
  const ports = new ByPort(portsOf(service).map((port) => ({ port })));
  return [...cluster.slicesOf(service), ...supposed].map((slice) => viewSlice(slice, service, ports));
}

function matchingWorkloads({ namespace, selector }: Service, cluster: ClusterView): readonly Workload[] {
  if (selector === null) return [];
  return cluster.workloadsWith(namespace, selector);
}

/**
 * The workload scaled to zero, if no other should have Pods. Old ReplicaSets of a Deployment are always at
 * zero, so only what nobody controls counts.
 */
function idleAmong(workloads: readonly Workload[]): Workload | null {
  const own = workloads.filter(({ controllerRef }) => controllerRef === null);
  return own.every(({ replicas }) => replicas === 0) ? (own[0] ?? null) : null;
}
