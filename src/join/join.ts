import type { ClusterView } from '../model/cluster-view.ts';
import type { Service, Workload } from '../model/objects.ts';
import type { BackendSource } from '../model/report.ts';
import type { ClusterSnapshot } from '../model/snapshot.ts';
import type { JoinedCluster, PortView, SelectedPod, ServiceView } from '../model/view.ts';
import { byText } from '../words/order.ts';
import { joinBackends } from './backends.ts';
import { indexCluster } from './cluster.ts';
import { elsewhere } from './elsewhere.ts';
import { mirrorOf, supposedSlices } from './mirror.ts';
import { ownersOf } from './owners.ts';
import { selectPods } from './pods.ts';
import { portsOf } from './ports.ts';
import { listings, viewSlice } from './slices.ts';
import { staleAddresses } from './stale.ts';

/** Joins every Service that was asked for with what was read; in the order of namespace and name. */
export function join(snapshot: ClusterSnapshot): JoinedCluster {
  const cluster = indexCluster(snapshot);
  const services = snapshot.objects.Service.filter(({ namespace, name }) =>
    snapshot.inScope.has(`${namespace}/${name}`),
  )
    .toSorted((a, b) => byText(a.namespace, b.namespace) || byText(a.name, b.name))
    .map((service) => joinService(service, cluster));
  return { services, cluster };
}

function joinService(service: Service, cluster: ClusterView): ServiceView {
  const source = sourceOf(service);
  const ports = portsOf(service);
  const endpoints = cluster.endpointsOf(service);
  const supposed =
    endpoints && endpoints.uid === '' && source === 'selectorless' ? supposedSlices(endpoints) : [];
  const slices = [...cluster.slicesOf(service), ...supposed].map((slice) => viewSlice(slice, service, ports));
  const all = [...listings(slices)];
  const pods = selectPods(service, ports, all, cluster);
  const workloads = matchingWorkloads(service, cluster);
  const idle =
    pods.every(({ obstacle }) => obstacle === 'finished') &&
    cluster.unread('Workload', service.namespace) === null
      ? idleAmong(workloads)
      : null;
  const alive = pods.filter(({ obstacle }) => obstacle !== 'finished' && obstacle !== 'terminating');
  for (const { resolved } of alive)
    for (const [port, number] of resolved) if (number !== null) port.resolvedBy += 1;
  const joined = {
    service,
    source,
    ports,
    pods,
    alive: alive.length,
    slices,
    endpoints,
    mirror: endpoints && service.selector === null ? mirrorOf(endpoints) : null,
    workloads,
    idle,
    elsewhere: pods.length === 0 && !idle ? elsewhere(service, cluster) : null,
    stale: staleAddresses(service, slices, pods, cluster),
    owners: ownersOf(pods, cluster),
    cluster,
  };
  // kube-proxy and DNS ignore whatever stands behind a Service that is a mere name.
  const backends = source === 'externalName' ? [] : joinBackends(joined, all);
  if (cluster.unread('EndpointSlice', service.namespace) !== null) supposeReady(ports, pods);
  return { ...joined, backends, backendsOf: Map.groupBy(backends, ({ podName }) => podName) };
}

/** Where the slices are unread, who is ready is who should be. */
function supposeReady(ports: readonly PortView[], pods: readonly SelectedPod[]): void {
  const ready = pods.flatMap(({ expected }) => expected.filter((endpoint) => endpoint.ready));
  for (const port of ports)
    port.ready ||= ready.some((endpoint) => port.port === null || endpoint.ports.has(port));
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
  const own = workloads.filter(({ owners }) => !owners.some(({ controller }) => controller));
  return own.every(({ replicas }) => replicas === 0) ? (own[0] ?? null) : null;
}

function sourceOf({ type, selector }: Service): BackendSource {
  if (type === 'ExternalName') return 'externalName';
  return selector === null ? 'selectorless' : 'selector';
}
