import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { Backend, PortView } from '../../model/view/backend.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import type { ServiceContext } from './backend-table.ts';

/** Lists the ports to join; null stands for the addresses of a headless Service without ports. */
export function servicePorts({ ports, headless }: Service): readonly (ServicePort | null)[] {
  return ports.length === 0 && headless ? [null] : ports;
}

/** Counts the backends of each port. */
export function viewPorts(
  backendsAt: ReadonlyMap<ServicePort | null, readonly Backend[]>,
  live: readonly SelectedPod[],
  ready: ReadonlySet<ServicePort | null>,
): PortView[] {
  return [...backendsAt].map(([port, backends]) => ({
    port,
    resolvedBy: live.filter(({ resolved }) => resolved.get(port) != null).length,
    backends: countDistinct(backends),
    routable: countDistinct(backends.filter(({ routable, fault }) => routable && !fault)),
    ready: ready.has(port),
  }));
}

/** Counts Pods, and addresses without a Pod. */
function countDistinct(backends: readonly Backend[]): number {
  return new Set(backends.map(({ podName, address }) => podName ?? address)).size;
}

/** Adds the ports whose expected endpoints are ready if the published ones, the EndpointSlices, are unread. */
export function findReadyPorts(
  published: ReadonlySet<ServicePort | null>,
  { service, pods, cluster }: ServiceContext,
): ReadonlySet<ServicePort | null> {
  if (cluster.unread('EndpointSlice', service.namespace) === null) return published;
  const expected = pods.flatMap((pod) => pod.expected.filter((endpoint) => endpoint.ready));
  const address = expected.length > 0 ? [null] : [];
  return new Set([...published, ...address, ...expected.flatMap((endpoint) => [...endpoint.ports.keys()])]);
}
