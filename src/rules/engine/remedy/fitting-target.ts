/** The container port that a named targetPort which no Pod resolves may mean. */
import type { ServicePort } from '../../../model/objects/service.ts';
import type { DeclaredPort } from '../../../model/view/cluster-view.ts';
import type { ServiceView } from '../../../model/view/service-view.ts';

/** Finds a target for each Service port, once: the same one for all Pods, or none. */
export function targetFinder({
  service,
  live,
  cluster,
}: ServiceView): (port: ServicePort) => string | number | null {
  const targeted = new Set(service.ports.map((port) => port.targetPort));
  const known = new Map<ServicePort, string | number | null>();
  return (port) => {
    const found = known.get(port);
    if (found !== undefined) return found;
    const [only = null, ...others] = new Set(
      live.map(({ pod }) => fittingTarget(cluster.declaredPorts(pod), port, targeted)),
    );
    const target = others.length === 0 ? only : null;
    known.set(port, target);
    return target;
  };
}

/** What scrapes and probes a Pod, but no client. */
const SIDE_PORT =
  /metric|prometheus|exporter|monitor|health|probe|liveness|readiness|admin|manage|debug|pprof|profil/i;

/** The protocol that a port name begins with: a client of one cannot talk another. */
const PROTOCOL =
  /^(https?|grpcs?|h2c?|wss?|tls|amqps?|mqtts?|redis|postgres(ql)?|mysql|mongo(db)?|ldaps?|smtps?|ftps?|ssh|dns)(?![a-z0-9])/i;

function isOtherPurpose(wanted: string, declared: string): boolean {
  const [one, other] = [wanted, declared].map((name) => PROTOCOL.exec(name)?.[1]?.toLowerCase());
  if (SIDE_PORT.test(wanted) !== SIDE_PORT.test(declared)) return true;
  return one !== undefined && other !== undefined && one !== other;
}

/** The number of the port in a sidecar whose name does not count, else the only declared port that is no target yet. */
function fittingTarget(
  declared: readonly DeclaredPort[],
  { targetPort, protocol }: ServicePort,
  targeted: ReadonlySet<string | number>,
): string | number | null {
  const ports = declared.filter((one) => one.protocol === protocol);
  const uncounted = ports.find(({ role, name }) => role === 'sidecar' && name === targetPort);
  if (uncounted) return uncounted.port;
  const [only, ...others] = ports.filter(
    ({ resolves, name, port }) => resolves && !targeted.has(name) && !targeted.has(port),
  );
  if (!only || others.length > 0) return null;
  if (only.name === '') return only.port;
  return isOtherPurpose(String(targetPort), only.name) ? null : only.name;
}
