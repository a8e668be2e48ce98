import type { Ingress, IngressBackend } from '../../model/objects/networking.ts';
import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { ClusterView, IngressReference, MissingPart } from '../../model/view/cluster-view.ts';
import { isOneSided } from '../controllers/missing-parts.ts';
import { misspelledLetters } from '../near/label-distance.ts';

/**
 * Resolves the backend of an Ingress to a Service and one of its ports, by port number (not targetPort) or name.
 * @param find finds a Service by namespace and name
 */
export function ingressBackendResolver(
  find: (namespace: string, name: string) => Service | 'absent' | 'unread',
): (namespace: string, backend: IngressBackend | null) => IngressReference {
  const indexes = new Map<Service, ReturnType<typeof indexPorts>>();
  return (namespace, backend) => {
    // The AWS Load Balancer Controller reads an action from an annotation instead of a Service.
    if (backend === null || backend.port === 'use-annotation') return { service: null, port: null };
    const service = find(namespace, backend.service);
    // An ExternalName Service needs no ports.
    if (typeof service === 'string' || backend.port === null || isBareExternalName(service))
      return { service, port: null };
    const ports = indexes.get(service) ?? indexPorts(service);
    indexes.set(service, ports);
    return { service, port: ports.get(backend.port) ?? 'absent' };
  };
}

function isBareExternalName({ type, ports }: Service): boolean {
  return type === 'ExternalName' && ports.length === 0;
}

/** Indexes the ports by number and by name. Ingress is HTTP, so the first TCP port of a number wins. */
function indexPorts({ ports }: Service): ReadonlyMap<string | number, ServicePort> {
  const isTcp = ({ protocol }: ServicePort) => Number(protocol === 'TCP');
  const lastWins = ports.toReversed().toSorted((a, b) => isTcp(a) - isTcp(b));
  return new Map(
    lastWins.flatMap((port): [string | number, ServicePort][] => [
      [port.port, port],
      [port.name, port],
    ]),
  );
}

type Manifests = Pick<
  ClusterView,
  'ingressTarget' | 'missingPart' | 'servicesIn' | 'servicesNamed' | 'defaultNamespace'
>;

/** Finds what may make a Service that an Ingress of a manifest names, unless it means one that the input has. */
export function findServiceSource(
  ingress: Ingress,
  backend: IngressBackend,
  cluster: Manifests,
): MissingPart | null {
  const { namespace, uid } = ingress;
  const part = uid === '' ? cluster.missingPart(namespace) : null;
  if (part === null || cluster.ingressTarget(namespace, backend).service !== 'absent') return null;
  const isMeant =
    findServiceElsewhere(ingress, backend.service, cluster) !== null ||
    cluster.servicesIn(namespace).some(({ name }) => misspelledLetters(backend.service, name) !== null);
  return isMeant ? null : part;
}

/** Finds the namespace with the Service, where either it or the Ingress names none. */
export function findServiceElsewhere(
  { namespace, uid }: Ingress,
  name: string,
  cluster: Manifests,
): string | null {
  const others = cluster
    .servicesNamed(name)
    .map((service) => service.namespace)
    .filter((other) => uid === '' && isOneSided(namespace, other, cluster));
  return others.length === 1 ? (others[0] ?? null) : null;
}
