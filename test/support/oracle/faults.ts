/** Listed addresses at which connections fail though they are routed. Independent of src/. */
import { CONTROLLER, type Raw } from '../objects.ts';
import { isProxied, type Listed, type ServicePort } from './consumers.ts';
import { addressesIn, isFinished, isFollowed, type PodObject, selectedBy, specOf } from './pods.ts';

/** A Service with its listed addresses. */
interface Context {
  service: Raw;
  objects: readonly Raw[];
  headless: boolean;
  listed: readonly Listed[];
}

export function isFaulty(one: Listed, port: ServicePort, context: Context): boolean {
  return isClusterIP(one, context) || isConflicting(one, port, context) || isStale(one, context);
}

function isClusterIP({ address, pod }: Listed, { objects, headless }: Context): boolean {
  const services = objects.filter(({ kind }) => kind === 'Service');
  return !headless && pod === null && services.some((one) => specOf(one).clusterIPs?.includes(address));
}

/** The same address and port is listed with another readiness, and neither is terminating. */
export function isConflicting(
  one: Listed,
  port: ServicePort,
  { service, headless, listed }: Context,
): boolean {
  const { ipFamilies = [] } = specOf(service);
  const counts = (other: Listed) =>
    !other.endpoint.conditions?.terminating && ipFamilies.some((family) => isProxied(other, family, port));
  if (headless || !counts(one)) return false;
  return listed.some(
    (other) =>
      counts(other) &&
      other.address === one.address &&
      other.port?.number === one.port?.number &&
      (other.state === 'ready') !== (one.state === 'ready'),
  );
}

export const isControllers = ({ slice }: Listed) =>
  slice.metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === CONTROLLER;

/** An address that is neither ready nor serving gets no connections, and is no mistake. */
export function isStale(listed: Listed, { service, objects }: Pick<Context, 'service' | 'objects'>): boolean {
  const { targetRef, conditions } = listed.endpoint;
  if (targetRef?.kind !== 'Pod') return false;
  if (listed.state !== 'ready' && conditions?.serving !== true) return false;
  const pod = objects.find(
    ({ kind, metadata }) =>
      kind === 'Pod' && metadata.name === targetRef.name && metadata.namespace === targetRef.namespace,
  ) as PodObject | undefined;
  if (!pod || isFinished(pod)) return true;
  if (!addressesIn(pod.status).includes(listed.address)) return true;
  return isFollowed(service) && isControllers(listed) && !selectedBy(service, objects).includes(pod);
}
