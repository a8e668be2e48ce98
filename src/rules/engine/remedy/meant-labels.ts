/** Whether the labels that a selector almost matches may be those that it means. */
import type { LabelDifference, NearMatch } from '../../../model/view/cluster-view.ts';
import type { ServiceView } from '../../../model/view/service-view.ts';
import { RELEASE_LABELS } from '../../../model/well-known.ts';
import { hasLabels } from '../../../text/labels.ts';

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

/** Another Service selects the Pods that the rest of the selector matches. */
function isSelectedWithout(
  differences: readonly LabelDifference[],
  { service, cluster }: ServiceView,
): boolean {
  const { namespace, selector } = service;
  const lacking = new Set(differences.map(({ key }) => key));
  const rest = Object.entries(selector ?? {}).filter(([key]) => !lacking.has(key));
  const [pod] = cluster.podsWith(namespace, Object.fromEntries(rest));
  return cluster.servicesIn(namespace).some((other) => {
    const { selector: wanted } = other;
    return other !== service && wanted !== null && pod !== undefined && hasLabels(pod.labels, wanted);
  });
}

/** Nobody serves from Pods that end. */
function isOfJob({ kind, name, workload }: NearMatch, { service, cluster }: ServiceView): boolean {
  const pod = kind === 'Pod' ? cluster.find('Pod', service.namespace, name) : 'absent';
  const owner = typeof pod === 'string' ? null : pod.controllerRef;
  return [workload?.kind, owner?.kind].some((one) => one === 'Job' || one === 'CronJob');
}
