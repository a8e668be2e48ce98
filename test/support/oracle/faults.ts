/** Listed addresses at which connections fail though they are routed. Independent of src/. */
import { isProxied, type Listed, type ServicePort } from './consumers.ts';
import { isStale } from './mistakes.ts';
import { specOf } from './pods.ts';
import type { Situation } from './verdicts.ts';

type Context = Pick<Situation, 'service' | 'objects' | 'headless' | 'listed'>;

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
