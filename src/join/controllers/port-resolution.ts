/** Resolves the targetPort of a Service port in a Pod, as the EndpointSlice controller does. */
import { selectsPods } from '../../model/objects/classification.ts';
import type { Endpoints } from '../../model/objects/endpoints.ts';
import type { Container, Pod } from '../../model/objects/pod.ts';
import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { Declaration, DeclaredPort } from '../../model/view/cluster-view.ts';
import { LABEL, MANAGER } from '../../model/well-known.ts';
import { portKey } from '../index/port-index.ts';

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

/** Lists the container ports of a Pod in the order in which the controller looks a name up. */
export function declaredPorts({ containers }: Pod, countsSidecars: boolean): DeclaredPort[] {
  return containers.flatMap((container) => {
    const resolves = resolvesNames(container, countsSidecars);
    return container.ports.map(({ name, port, protocol }) => ({
      name,
      port,
      protocol,
      container: container.name,
      role: container.role,
      resolves,
    }));
  });
}

/**
 * The controller looks a name up in containers, then (since 1.33) in sidecars, never in other init containers
 * (FindPort, endpointslice/utils.go).
 */
function resolvesNames({ role }: Container, countsSidecars: boolean): boolean {
  return role === 'container' || (role === 'sidecar' && countsSidecars);
}

/** @returns a function that resolves a Service port to a number, or to null if no container port has its name and protocol */
export function portResolver(pod: Pod, countsSidecars: boolean): (port: ServicePort) => number | null {
  let numbers: ReadonlyMap<string, number> | null = null;
  return ({ targetPort, protocol }) => {
    // The controller does not check a number against the declared ports.
    if (typeof targetPort === 'number') return targetPort;
    numbers ??= numbersByName(pod, countsSidecars);
    return numbers.get(portKey({ name: targetPort, protocol })) ?? null;
  };
}

/** Of two ports with the same name and protocol the first one counts. */
function numbersByName(
  { containers }: Pick<Pod, 'containers'>,
  countsSidecars: boolean,
): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const container of containers) {
    if (!resolvesNames(container, countsSidecars)) continue;
    for (const port of container.ports) {
      const key = portKey(port);
      if (!numbers.has(key)) numbers.set(key, port.port);
    }
  }
  return numbers;
}

/** Whether containers declare the target ports of Service ports, by the worst of them. */
export function declarationOf(
  containers: readonly Container[],
  ports: readonly ServicePort[],
  countsSidecars: boolean,
): Declaration {
  let names: ReadonlyMap<string, number> | null = null;
  const numbers = new Set(
    containers.flatMap((container) =>
      container.role === 'init' ? [] : container.ports.map(({ port }) => port),
    ),
  );
  const states = ports.map(({ targetPort, protocol }): Declaration => {
    if (typeof targetPort === 'string') {
      names ??= numbersByName({ containers }, countsSidecars);
      return names.has(portKey({ name: targetPort, protocol })) ? 'declared' : 'missing';
    }
    if (numbers.size === 0) return 'undeclared';
    return numbers.has(targetPort) ? 'declared' : 'missing';
  });
  return DECLARATIONS.find((state) => states.includes(state)) ?? 'declared';
}

/** From worst to best. */
const DECLARATIONS = ['missing', 'undeclared'] as const;
