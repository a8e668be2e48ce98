import type { Pod } from '../../model/objects/pod.ts';
import type { Service } from '../../model/objects/service.ts';
import type { ClusterView, NearlySelected } from '../../model/view/cluster-view.ts';
import { isPodTerminal, isReady } from '../controllers/readiness.ts';
import { labelDifferences } from './label-distance.ts';

/** Finds the Ready Pods that have all labels of the selector but one, grouped by what they have instead. */
export function findNearlySelected(
  { namespace, selector }: Service,
  podsWith: ClusterView['podsWith'],
): NearlySelected[] {
  const wanted = Object.entries(selector ?? {});
  // Of a selector with one label every Pod lacks that one.
  if (wanted.length < 2) return [];
  return wanted.flatMap(([key, value]) => {
    const others = Object.fromEntries(wanted.filter(([other]) => other !== key));
    const pods = podsWith(namespace, others).filter((pod) => isServing(pod) && pod.labels[key] !== value);
    const groups = Map.groupBy(pods, (pod) => pod.labels[key] ?? null);
    return [...groups.values()].flatMap((group) => {
      const [difference] = labelDifferences({ [key]: value }, group[0]?.labels ?? {});
      return difference ? [{ difference, pods: group }] : [];
    });
  });
}

function isServing(pod: Pod): boolean {
  return isReady(pod) && !isPodTerminal(pod) && pod.deleted === null && pod.templateOf === null;
}
