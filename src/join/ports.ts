import type { Pod, Service, ServicePort } from '../model/objects.ts';
import type { PortView } from '../model/view.ts';

/**
 * The number that a Service port leads to in a Pod, or null. A number is taken as it is; a name is looked up
 * by name and protocol, in the containers, then in the sidecars (FindPort, endpointslice/utils.go).
 */
export function resolvePort(pod: Pod, { targetPort, protocol }: ServicePort): number | null {
  if (typeof targetPort === 'number') return targetPort;
  for (const container of pod.containers) {
    if (container.role === 'init') continue;
    const found = container.ports.find((port) => port.name === targetPort && port.protocol === protocol);
    if (found) return found.port;
  }
  return null;
}

/** Ports before anything is counted; a headless Service without ports is judged on its addresses. */
export function portsOf(service: Service): PortView[] {
  const ports: (ServicePort | null)[] = [...service.ports];
  if (ports.length === 0 && service.headless) ports.push(null);
  return ports.map((port) => ({ port, resolvedBy: 0, backends: 0, routable: 0, ready: false }));
}
