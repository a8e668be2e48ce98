import { selectsPods } from '../../model/objects/classification.ts';
import type { Endpoints } from '../../model/objects/endpoints.ts';
import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { Backend, PortView } from '../../model/view/backend.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import { LABEL, MANAGER } from '../../model/well-known.ts';

/**
 * With 1.33, in which the EndpointSlice controller began to count sidecars, the Endpoints controller began to
 * label what it writes. A server whose age nothing shows is taken to be that young.
 */
export function countsSidecars(
  services: readonly Service[],
  endpointsOf: (service: Service) => Endpoints | null,
): boolean {
  const written = services
    .filter(selectsPods)
    .flatMap((service) => endpointsOf(service) ?? [])
    .filter(({ uid }) => uid !== '');
  return (
    written.length === 0 ||
    written.some(({ labels }) => labels[LABEL.endpointsManagedBy] === MANAGER.endpoints)
  );
}

/** The ports that a Service is judged by; a headless one without ports by its addresses. */
export function portsOf({ ports, headless }: Service): readonly (ServicePort | null)[] {
  return ports.length === 0 && headless ? [null] : ports;
}

/** Each port with what is counted behind it. */
export function countPorts(
  rows: ReadonlyMap<ServicePort | null, readonly Backend[]>,
  live: readonly SelectedPod[],
  ready: ReadonlySet<ServicePort | null>,
): PortView[] {
  return [...rows].map(([port, backends]) => ({
    port,
    resolvedBy: live.filter(({ resolved }) => resolved.get(port) != null).length,
    backends: countDistinct(backends),
    routable: countDistinct(backends.filter(({ routable }) => routable)),
    ready: ready.has(port),
  }));
}

/** Pods, or addresses where there is no Pod. */
function countDistinct(backends: readonly Backend[]): number {
  return new Set(backends.map(({ podName, address }) => podName ?? address)).size;
}
