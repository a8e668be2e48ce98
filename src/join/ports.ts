import type { Endpoints, Service, ServicePort } from '../model/objects.ts';
import type { Pod } from '../model/pod.ts';
import type { PortView } from '../model/view.ts';

/**
 * The number that a Service port leads to in a Pod, or null. A number is taken as it is; a name is looked up
 * by name and protocol, in the containers, then (since 1.33) in the sidecars (FindPort, endpointslice/utils.go).
 */
export function resolvePort(
  pod: Pod,
  { targetPort, protocol }: ServicePort,
  countsSidecars: boolean,
): number | null {
  if (typeof targetPort === 'number') return targetPort;
  for (const container of pod.containers) {
    if (container.role === 'init' || (container.role === 'sidecar' && !countsSidecars)) continue;
    const found = container.ports.find((port) => port.name === targetPort && port.protocol === protocol);
    if (found) return found.port;
  }
  return null;
}

/**
 * With 1.33, in which the EndpointSlice controller began to count sidecars, the Endpoints controller began to
 * label what it writes. A server whose age nothing shows is taken to be that young.
 */
export function countsSidecars(
  services: readonly Service[],
  endpointsOf: (service: Service) => Endpoints | null,
): boolean {
  const written = services
    .filter(({ selector, type }) => selector !== null && type !== 'ExternalName')
    .flatMap((service) => endpointsOf(service) ?? [])
    .filter(({ uid }) => uid !== '');
  return (
    written.length === 0 ||
    written.some(({ labels }) => labels['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller')
  );
}

/** Ports before anything is counted; a headless Service without ports is judged on its addresses. */
export function portsOf(service: Service): PortView[] {
  const ports: (ServicePort | null)[] = [...service.ports];
  if (ports.length === 0 && service.headless) ports.push(null);
  return ports.map((port) => ({ port, resolvedBy: 0, backends: 0, routable: 0, ready: false }));
}
