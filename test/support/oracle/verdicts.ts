/** The status of a Service and the first obstacle of each Pod. Independent of src/. */
import type { Raw } from '../objects.ts';
import { type Listed, listedIn, routed, type ServicePort, slicesOf } from './consumers.ts';
import { isStale } from './faults.ts';
import {
  addressOf,
  expectedIn,
  isDeleted,
  isFinished,
  isFollowed,
  isReady,
  nodeOf,
  type PodObject,
  portsIn,
  selectedBy,
  specOf,
} from './pods.ts';

export const LADDER = ['pod-not-ready', 'node-missing', 'target-port-unresolved', 'pod-not-published'];

/** Findings that do not make a Service Degraded. */
export const ADVICE = [
  ...['network-policy-admits-nobody', 'protocol-mismatch', 'endpoints-truncated', 'load-balancer-pending'],
  ...[
    'external-name-is-ip',
    'external-name-target-missing',
    'external-name-ignores-selector',
    'orphan-endpoints',
  ],
  ...['ingress-backend-missing', 'scaled-to-zero', 'target-port-undeclared', 'port-number-differs'],
  ...['headless-port-differs', 'selector-spans-workloads', 'mixed-endpoint-sources', 'service-not-proxied'],
];

/** A Service with its listed addresses and the ports to evaluate. */
export interface Situation {
  service: Raw;
  objects: readonly Raw[];
  headless: boolean;
  listed: readonly Listed[];
  ports: readonly ServicePort[];
  /** The addresses that get new connections, by port. */
  routed: ReadonlyMap<ServicePort, readonly Listed[]>;
}

export function situationOf(service: Raw, objects: readonly Raw[]): Situation {
  const { ports = [], clusterIP } = specOf(service);
  const headless = clusterIP === 'None';
  const named = ports.map(({ name = '', protocol = 'TCP' }): ServicePort => ({ name, protocol }));
  const evaluated = named.length === 0 && headless ? [null] : named;
  const listed = slicesOf(service, objects).flatMap(listedIn);
  const reached = new Map(evaluated.map((port) => [port, routed(service, port, listed)]));
  return { service, objects, headless, listed, ports: evaluated, routed: reached };
}

/** No port has a routable address that is not stale. */
export function isUnavailable(situation: Situation): boolean {
  const { ports, routed } = situation;
  return ports.every((port) => routed.get(port)?.every((one) => isStale(one, situation)));
}

/** The first obstacle of each selected Pod, with its severity. */
export function ladder(situation: Situation): string[] {
  const { service, objects } = situation;
  if (!isFollowed(service)) return [];
  return selectedBy(service, objects).flatMap((pod) => {
    const obstacle = firstObstacle(pod, situation);
    if (obstacle === null) return [];
    const [rule, severity = severityFor(obstacle === 'target-port-unresolved', pod, situation)] =
      obstacle === 'pod-not-published' ? [obstacle, 'error'] : [obstacle];
    return [`${severity} ${rule} ${pod.metadata.name}`];
  });
}

/** One root cause, one finding. */
function firstObstacle(pod: PodObject, situation: Situation): string | null {
  const { service, objects } = situation;
  const spec = specOf(service);
  const everywhere = spec.publishNotReadyAddresses === true;
  if (isFinished(pod) || isDeleted(pod)) return null;
  // Such Services are exempt, but an Unavailable one always has a finding.
  const excused = everywhere && situation.ports.some((port) => hasReady(port, situation));
  if (!pod.status.podIPs?.length) return excused ? null : 'pod-not-ready';
  if (!everywhere && nodeOf(pod, objects) === 'missing') return 'node-missing';
  if (!everywhere && (!isReady(pod) || nodeOf(pod, objects) === 'none')) return 'pod-not-ready';
  if (portsIn(pod, spec).length < (spec.ports ?? []).length) return 'target-port-unresolved';
  if (!(spec.ipFamilies ?? []).some((family) => addressOf(pod, family) !== null)) return null;
  return isPublished(pod, situation) ? null : 'pod-not-published';
}

/** All addresses of the Pod are listed under all of its ports; targetRef does not matter. */
function isPublished(pod: PodObject, { service, objects, listed }: Situation): boolean {
  const own = expectedIn(service, objects).filter((one) => one.pod === pod);
  return own.every(({ address, ports }) => {
    const here = listed.filter((one) => one.address === address);
    return (
      here.length > 0 &&
      ports.every(({ name, protocol, port }) =>
        here.some(
          (one) => one.port?.name === name && one.port.protocol === protocol && one.port.number === port,
        ),
      )
    );
  });
}

/** An error if an affected port has no ready backend in any family. DNS publishes all ports of a Pod, or none. */
function severityFor(unresolved: boolean, pod: PodObject, situation: Situation): string {
  const { service, ports, headless } = situation;
  const resolved = new Set(portsIn(pod, specOf(service)).map(({ name }) => name));
  const isConcerned = (port: ServicePort) =>
    port === null || (headless && !unresolved) || resolved.has(port.name) !== unresolved;
  return ports.filter(isConcerned).some((port) => !hasReady(port, situation)) ? 'error' : 'warning';
}

function hasReady(port: ServicePort, { routed }: Situation): boolean {
  return (routed.get(port) ?? []).some(({ state }) => state === 'ready');
}
