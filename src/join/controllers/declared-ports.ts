import type { Pod } from '../../model/objects/pod.ts';
import type { ServicePort } from '../../model/objects/service.ts';
import type { DeclaredPort } from '../../model/view/cluster-view.ts';
import { ByPort } from '../index/by-port.ts';

/**
 * The ports that the containers of a Pod declare, in the order in which a name is looked up: containers, then
 * (since 1.33) sidecars; plain init containers never (FindPort, endpointslice/utils.go).
 */
export function declaredPorts({ containers }: Pod, countsSidecars: boolean): DeclaredPort[] {
  return containers.flatMap(({ name: container, role, ports }) => {
    const resolves = role === 'container' || (role === 'sidecar' && countsSidecars);
    return ports.map((port) => ({ ...port, container, role, resolves }));
  });
}

/** Tells what number a Service port leads to in the Pod; null where it declares none of the name and protocol. */
export function portResolver(pod: Pod, countsSidecars: boolean): (port: ServicePort) => number | null {
  let declared: ByPort<{ port: DeclaredPort }> | null = null;
  return ({ targetPort, protocol }) => {
    // A number is taken as it is.
    if (typeof targetPort === 'number') return targetPort;
    declared ??= new ByPort(
      declaredPorts(pod, countsSidecars)
        .filter(({ resolves }) => resolves)
        .map((port) => ({ port })),
    );
    return declared.under({ name: targetPort, protocol })[0]?.port.port ?? null;
  };
}
