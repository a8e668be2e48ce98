/** Resolves the targetPort of a Service port in a Pod, as the EndpointSlice controller does. */
import { selectsPods } from '../../model/objects/classification.ts';
import type { Endpoints } from '../../model/objects/endpoints.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { DeclaredPort } from '../../model/view/cluster-view.ts';
import { LABEL, MANAGER } from '../../model/well-known.ts';
import { PortIndex } from '../index/port-index.ts';

/**
 * Since 1.33 the EndpointSlice controller resolves names in sidecars. The Endpoints controller labels its objects
 * since the same release, which tells the version apart; without such an object it is taken to be 1.33 or later.
 */
export function countsSidecars(
  services: readonly Service[],
  endpointsOf: (service: Service) => Endpoints | null,
): boolean {
  const fromController = services
    .filter(selectsPods)
    .flatMap((service) => endpointsOf(service) ?? [])
    .filter(({ uid }) => uid !== '');
  return (
    fromController.length === 0 ||
    fromController.some(({ labels }) => labels[LABEL.endpointsManagedBy] === MANAGER.endpoints)
  );
}

/**
 * Lists the container ports of a Pod in the order in which the controller looks a name up: containers, then
 * (since 1.33) sidecars, never other init containers (FindPort, endpointslice/utils.go).
 */
export function declaredPorts({ containers }: Pod, countsSidecars: boolean): DeclaredPort[] {
  return containers.flatMap(({ name: container, role, ports }) => {
    const resolves = role === 'container' || (role === 'sidecar' && countsSidecars);
    return ports.map((port) => ({ ...port, container, role, resolves }));
  });
}

/** @returns a function that resolves a Service port to a number, or to null if no container port has its name and protocol */
export function portResolver(pod: Pod, countsSidecars: boolean): (port: ServicePort) => number | null {
  let declared: PortIndex<{ port: DeclaredPort }> | null = null;
  return ({ targetPort, protocol }) => {
    // The controller does not check a number against the declared ports.
    if (typeof targetPort === 'number') return targetPort;
    declared ??= new PortIndex(
      declaredPorts(pod, countsSidecars)
        .filter(({ resolves }) => resolves)
        .map((port) => ({ port })),
    );
    return declared.get({ name: targetPort, protocol })[0]?.port.port ?? null;
  };
}
