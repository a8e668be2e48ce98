import type { IngressBackend } from '../../model/objects/networking.ts';
import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { IngressReference } from '../../model/view/cluster-view.ts';

/**
 * Tells what a backend names. A number has to be the Service's port, a name that of one of its ports.
 * @param find a Service by namespace and name
 */
export function ingressTargets(
  find: (namespace: string, name: string) => Service | 'absent' | 'unread',
): (namespace: string, backend: IngressBackend | null) => IngressReference {
  const indexes = new Map<Service, ReturnType<typeof indexPorts>>();
  return (namespace, backend) => {
    // How one load balancer controller names an action of its own instead of a Service.
    if (backend === null || backend.port === 'use-annotation') return { service: null, port: null };
    const service = find(namespace, backend.service);
    // An ExternalName needs no ports.
    if (typeof service === 'string' || backend.port === null || isBareName(service))
      return { service, port: null };
    const ports = indexes.get(service) ?? indexPorts(service);
    indexes.set(service, ports);
    return { service, port: ports.get(backend.port) ?? 'absent' };
  };
}

function isBareName({ type, ports }: Service): boolean {
  return type === 'ExternalName' && ports.length === 0;
}

/** By number and by name. Of several HTTP goes to the first one of TCP. */
function indexPorts({ ports }: Service): ReadonlyMap<string | number, ServicePort> {
  const isTcp = ({ protocol }: ServicePort) => Number(protocol === 'TCP');
  const firstLast = ports.toReversed().toSorted((a, b) => isTcp(a) - isTcp(b));
  return new Map(
    firstLast.flatMap((port): [string | number, ServicePort][] => [
      [port.port, port],
      [port.name, port],
    ]),
  );
}
