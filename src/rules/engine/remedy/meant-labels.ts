/** Whether the labels that a selector almost matches may be those that it means. */
import type { LabelDifference, NearMatch } from '../../../model/view/cluster-view.ts';
import type { ServiceView } from '../../../model/view/service-view.ts';
import { RELEASE_LABELS } from '../../../model/well-known.ts';

/**
 * Another value than that of the selector is another variant of the program: `replica` and `primary`, `canary` and
 * `stable`, two releases, two versions. Only misspelled values are meant, and one that the Service itself is labelled
 * with.
 */
export function isMeant(match: NearMatch, view: ServiceView): boolean {
  if (isOfJob(match, view)) return false;
  return match.differences.every((difference) => {
    if (difference.typo !== null) return isMeantSpelling(difference, match, view);
    const other = difference.has ?? difference.similar?.value ?? null;
    return other === null
      ? !isSelectedWithout(match.differences, view)
      : match.ports === 'declared' && isOwnLabel(difference, other, view);
  });
}

/** Names of two programs may differ in one letter (`user` and `users`): then each has its Service. */
function isMeantSpelling(
  { key, wanted, has, similar }: LabelDifference,
  { ports }: NearMatch,
  { service, cluster }: ServiceView,
): boolean {
  // Everything in a release has its labels.
  if (has === null) return ports === 'declared' || !RELEASE_LABELS.includes(similar?.key ?? '');
  return (
    !service.name.includes(wanted) || wanted === '' || !cluster.isSelectedLabel(service.namespace, key, has)
  );
}

function isOwnLabel({ key }: LabelDifference, value: string, { service, cluster }: ServiceView): boolean {
  return service.labels[key] === value && !cluster.isSelectedLabel(service.namespace, key, value);
}

/** Another Service selects by the labels that remain of the selector, or some of them. */
function isSelectedWithout(
  differences: readonly LabelDifference[],
  { service, cluster }: ServiceView,
): boolean {
  const lacking = new Set(differences.map(({ key }) => key));
  const selector = service.selector ?? {};
  return cluster.servicesIn(service.namespace).some((other) => {
    const pairs = Object.entries(other.selector ?? {});
    return (
      other !== service &&
      pairs.length > 0 &&
      pairs.every(([key, value]) => !lacking.has(key) && selector[key] === value)
    );
  });
}

/** Nobody serves from Pods that end. */
function isOfJob({ kind, name, workload }: NearMatch, { service, cluster }: ServiceView): boolean {
  const pod = kind === 'Pod' ? cluster.find('Pod', service.namespace, name) : 'absent';
  const owner = typeof pod === 'string' ? null : pod.controllerRef;
  return [workload?.kind, owner?.kind].some((one) => one === 'Job' || one === 'CronJob');
}
