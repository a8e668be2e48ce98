import type { Endpoints, Service, Workload } from '../model/objects.ts';
import type { BackendSource } from '../model/report.ts';
import type { ClusterSnapshot } from '../model/snapshot.ts';
import type { ClusterView, ServiceView } from '../model/view.ts';
import { byText } from '../words/order.ts';
import { joinBackends } from './backends.ts';
import { indexCluster } from './cluster.ts';
import { selectPods } from './pods.ts';
import { portsOf } from './ports.ts';
import { listings, viewSlice } from './slices.ts';

/** Joins every Service that was asked for with what was read; in the order of namespace and name. */
export function join(snapshot: ClusterSnapshot): ServiceView[] {
  const cluster = indexCluster(snapshot);
  return snapshot.objects.Service.filter(({ namespace, name }) =>
    snapshot.inScope.has(`${namespace}/${name}`),
  )
    .toSorted((a, b) => byText(a.namespace, b.namespace) || byText(a.name, b.name))
    .map((service) => joinService(service, cluster));
}

function joinService(service: Service, cluster: ClusterView): ServiceView {
  const source = sourceOf(service);
  const ports = portsOf(service);
  const slices = cluster.slicesOf(service).map((slice) => viewSlice(slice, service));
  const all = [...listings(slices)];
  const pods = selectPods(service, ports, all, cluster);
  const endpoints: Endpoints | null = cluster.endpointsOf(service);
  const idle = pods.every(({ obstacle }) => obstacle === 'finished') ? idleWorkload(service, cluster) : null;
  const alive = pods.filter(({ obstacle }) => obstacle !== 'finished' && obstacle !== 'terminating');
  for (const { resolved } of alive)
    for (const [port, number] of resolved) if (number !== null) port.resolvedBy += 1;
  const joined = { service, source, ports, pods, alive: alive.length, slices, endpoints, idle, cluster };
  // kube-proxy and DNS ignore whatever stands behind a Service that is a mere name.
  const backends = source === 'externalName' ? [] : joinBackends(joined, all);
  return { ...joined, backends, backendsOf: Map.groupBy(backends, ({ podName }) => podName) };
}

/**
 * A workload scaled to zero whose Pods the selector would match, if no other workload should have some.
 * Old ReplicaSets of a Deployment are always at zero, so only what nobody controls counts.
 */
function idleWorkload({ namespace, selector }: Service, cluster: ClusterView): Workload | null {
  if (selector === null) return null;
  const matching = cluster
    .workloadsIn(namespace)
    .filter(({ owners }) => !owners.some(({ controller }) => controller))
    .filter(({ templateLabels }) => Object.entries(selector).every(([k, v]) => templateLabels[k] === v));
  return matching.every(({ replicas }) => replicas === 0) ? (matching[0] ?? null) : null;
}

function sourceOf({ type, selector }: Service): BackendSource {
  if (type === 'ExternalName') return 'externalName';
  return selector === null ? 'selectorless' : 'selector';
}
