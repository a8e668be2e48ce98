import type { Pod } from '../../model/objects/pod.ts';
import type { Service } from '../../model/objects/service.ts';
import type { NearlySelected } from '../../model/view/cluster-view.ts';
import { isPodTerminal, isReady } from '../controllers/readiness.ts';
import type { LabelIndex } from '../index/label-index.ts';
import { labelDifferences } from './label-distance.ts';

/** Labels that all Pods have lead to all Pods, once for each finding. */
const MAX_CANDIDATES = 200;

/** Finds the Ready Pods that have all labels of the selector but one, grouped by what they have instead. */
export function findNearlySelected(
  { namespace, selector }: Service,
  pods: LabelIndex<Pod>,
): NearlySelected[] {
  const wanted = Object.entries(selector ?? {});
  // Of a selector with one label every Pod lacks that one.
  if (wanted.length < 2) return [];
  return wanted.flatMap(([key, value]) => {
    const others = Object.fromEntries(wanted.filter(([other]) => other !== key));
    const found = pods
      .list(namespace, others, MAX_CANDIDATES)
      .filter((pod) => isServing(pod) && pod.labels[key] !== value);
    const groups = Map.groupBy(found, (pod) => pod.labels[key] ?? null);
    return [...groups.values()].flatMap((group) => {
      const [difference] = labelDifferences({ [key]: value }, group[0]?.labels ?? {});
      return difference ? [{ difference, pods: group }] : [];
    });
  });
}

function isServing(pod: Pod): boolean {
  return isReady(pod) && !isPodTerminal(pod) && pod.deleted === null && pod.templateOf === null;
}
