import { sourceOf } from '../model/objects/classification.ts';
import type { Service } from '../model/objects/service.ts';
import type { Workload } from '../model/objects/workload.ts';
import type { ClusterSnapshot } from '../model/snapshot.ts';
import type { ClusterView } from '../model/view/cluster-view.ts';
import type { JoinedCluster, ServiceView } from '../model/view/service-view.ts';
import { objectKey } from '../text/object-key.ts';
import { byText } from '../text/order.ts';
import { indexCluster } from './cluster-index.ts';
import { groupPodsByOwner } from './controllers/controller-owner.ts';
import { mirrorEndpoints } from './controllers/mirrored-endpoints.ts';
import { findPodsElsewhere } from './controllers/missing-parts.ts';
import { PortIndex } from './index/port-index.ts';
import { findEndpointsSource, findPodSource } from './near/pod-source.ts';
import { changeCluster, concernedServices, settleCluster } from './rejoin.ts';
import { BackendTable } from './service/backend-table.ts';
import { joinBackends } from './service/backends.ts';
import { EndpointFaults } from './service/endpoint-faults.ts';
import { Listings } from './service/listings.ts';
import { findMixedWorkloads } from './service/mixed-workloads.ts';
import { selectPods } from './service/selected-pods.ts';
import { findReadyPorts, servicePorts, viewPorts } from './service/service-ports.ts';
import { viewSlices } from './service/slices.ts';
import { findStaleAddresses } from './service/stale-addresses.ts';
import { judgeHints } from './service/topology-hints.ts';

/** Joins each Service in scope with its Pods, Endpoints and EndpointSlices, sorted by namespace and name. */
export function join(snapshot: ClusterSnapshot): JoinedCluster {
  const cluster = indexCluster(snapshot);
  const services = snapshot.objects.Service.filter((service) => snapshot.inScope.has(objectKey(service)))
    .toSorted((a, b) => byText(a.namespace, b.namespace) || byText(a.name, b.name))
    .map((service) => joinService(service, cluster));
  const joined = new Map(services.map((view) => [view.service, view]));
  return {
    services,
    cluster,
    rejoin: (changes) => {
      const changed = changeCluster(cluster, changes);
      return concernedServices(changes).flatMap(({ namespace, name }) => {
        const [before, after] = [cluster, changed].map((one) => one.find('Service', namespace, name));
        if (!isFound(before) || !isFound(after)) return [];
        return {
          before: joined.get(before) ?? joinService(before, cluster),
          after: joinService(after, settleCluster(changed, after)),
        };
      });
    },
  };
}

function isFound(service: Service | string | undefined): service is Service {
  return typeof service === 'object';
}

function joinService(service: Service, cluster: ClusterView): ServiceView {
  const { namespace, selector } = service;
  const source = sourceOf(service);
  const ports = servicePorts(service);
  const portIndex = new PortIndex(service.ports);
  const endpoints = cluster.endpointsOf(service);
  const slices = viewSlices(service, source, portIndex, cluster);
  const listings = new Listings(slices, portIndex);
  const pods = selectPods(service, ports, listings, cluster);
  const unfinished = pods.filter(({ obstacle }) => obstacle !== 'finished');
  const live = unfinished.filter(({ obstacle }) => obstacle !== 'terminating');
  const workloads = selector === null ? [] : cluster.workloadsWith(namespace, selector);
  const scaledToZero =
    unfinished.length === 0 && cluster.unread('Workload', namespace) === null
      ? findScaledToZero(workloads)
      : null;
  const stale = findStaleAddresses(service, listings, pods, cluster);
  const faults = new EndpointFaults(service, listings, stale, cluster);
  const owners = groupPodsByOwner(live, cluster);
  const hints = judgeHints(service, listings, cluster);
  const isUnmatched = pods.length === 0 && !scaledToZero;
  const podsElsewhere = isUnmatched ? findPodsElsewhere(service, cluster) : null;
  const context = { service, ports, portIndex, pods, endpoints, cluster, faults, hints };
  // kube-proxy and DNS ignore the slices of an ExternalName Service.
  const table = source === 'externalName' ? new BackendTable(context) : joinBackends(context, listings);
  const backendsAt = table.sortedByPort();
  const backends = [...backendsAt.values()].flat();
  return {
    service,
    source,
    ports: viewPorts(backendsAt, live, findReadyPorts(table.readyPorts, context)),
    pods,
    unfinished,
    live,
    slices,
    endpoints,
    mirror: endpoints && selector === null ? mirrorEndpoints(endpoints) : null,
    backends,
    backendsByPod: Map.groupBy(backends, ({ podName }) => podName),
    backendsByPort: backendsAt,
    workloads,
    scaledToZero,
    podSource: isUnmatched ? findPodSource(service, podsElsewhere, cluster) : null,
    endpointsSource: source === 'selectorless' ? findEndpointsSource(service, cluster) : null,
    podsElsewhere,
    stale,
    conflicting: faults.conflicting,
    clusterIPs: faults.clusterIPs,
    hints,
    owners,
    mixed: findMixedWorkloads(service, owners),
    cluster,
  };
}

/**
 * Finds the workload scaled to zero if no other workload should have Pods. Workloads with a controller do not count:
 * the old ReplicaSets of a Deployment are always at zero.
 */
function findScaledToZero(workloads: readonly Workload[]): Workload | null {
  const topLevel = workloads.filter(({ controllerRef }) => controllerRef === null);
  return topLevel.every(({ replicas }) => replicas === 0) ? (topLevel[0] ?? null) : null;
}
