/** Published endpoints that differ from what the controllers would publish. Independent of src/. */
import type { Raw } from '../objects.ts';
import type { Listed } from './consumers.ts';
import { isControllers, isStale } from './faults.ts';
import { readyIn } from './mirror.ts';
import { endpointsOf, expectedIn, hasSelector, isFollowed, specOf } from './pods.ts';
import type { Situation } from './verdicts.ts';

export const MISTAKES = [
  'readiness-out-of-date',
  'stale-address',
  'endpoints-frozen',
  'endpoints-not-mirrored',
];

export function mistakes(situation: Situation): string[] {
  const { service } = situation;
  return [
    ...[...outOfDate(situation)].map((pod) => `readiness-out-of-date ${pod}`),
    ...(situation.listed.some((one) => isStale(one, situation))
      ? [`stale-address ${service.metadata.name}`]
      : []),
    ...(situation.listed.some((one) => isFrozen(one, service))
      ? [`endpoints-frozen ${service.metadata.name}`]
      : []),
    ...(isUnmirrored(situation) ? [`endpoints-not-mirrored ${service.metadata.name}`] : []),
  ];
}

function outOfDate({ service, objects, listed }: Situation): Set<string> {
  if (!isFollowed(service)) return new Set();
  const wrong = expectedIn(service, objects).filter(({ pod, address, conditions }) => {
    const own = listed.filter((one) => one.address === address && one.pod === pod?.metadata.name);
    const followed = own.filter((one) => isControllers(one) && !isFrozen(one, service));
    const ready = conditions.startsWith('T');
    return followed.length > 0 && followed.every(({ state }) => (state === 'ready') !== ready);
  });
  return new Set(wrong.map(({ pod }) => pod?.metadata.name ?? ''));
}

function isFrozen({ slice, ...listed }: Listed, service: Raw): boolean {
  const [owner] = (slice.metadata.ownerReferences ?? []) as { uid: string }[];
  return isControllers({ slice, ...listed }) && (!isFollowed(service) || owner?.uid !== service.metadata.uid);
}

/** The Endpoints of a selectorless Service have ready addresses, and no slice lists one as ready. */
function isUnmirrored({ service, objects, listed }: Situation): boolean {
  const written = endpointsOf(service, objects);
  if (!written || hasSelector(service) || specOf(service).type === 'ExternalName') return false;
  const ready = readyIn(written);
  return (
    ready.length > 0 && !listed.some(({ address, state }) => state === 'ready' && ready.includes(address))
  );
}
