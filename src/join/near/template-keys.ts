import type { Pod } from '../../model/objects/pod.ts';
import type { Workload } from '../../model/objects/workload.ts';
import { ADDED_LABELS, BUILT_IN_CONTROLLERS } from '../../model/well-known.ts';
import { refKey } from '../../text/object-key.ts';

/**
 * Lists the label keys that the Pod templates of a namespace give. A Pod without a controller is its own template. The
 * Pods of a workload that was not read stand for its template, with the labels in which they agree: where they differ,
 * something that runs has set them, as it has all labels of the Pods of a custom resource.
 */
export function findTemplateKeys(pods: readonly Pod[], workloads: readonly Workload[]): ReadonlySet<string> {
  const read = new Set(workloads.map((workload) => refKey({ ...workload, kind: workload.type })));
  const ownerKey = ({ namespace, controllerRef }: Pod) =>
    controllerRef && refKey({ ...controllerRef, namespace });
  const byOwner = Map.groupBy(pods, ownerKey);
  const keys = new Set(workloads.flatMap(({ templateLabels }) => Object.keys(templateLabels)));
  for (const [owner, own] of byOwner) {
    if (owner !== null && (read.has(owner) || !isOfTemplate(own))) continue;
    for (const key of owner === null ? own.flatMap(keysOf) : commonKeys(own)) keys.add(key);
  }
  for (const key of ADDED_LABELS) keys.delete(key);
  return keys;
}

function isOfTemplate([pod]: readonly Pod[]): boolean {
  return BUILT_IN_CONTROLLERS.includes(pod?.controllerRef?.kind ?? '');
}

function keysOf({ labels }: Pod): string[] {
  return Object.keys(labels);
}

function commonKeys([first, ...others]: readonly Pod[]): string[] {
  return Object.entries(first?.labels ?? {})
    .filter(([key, value]) => others.every(({ labels }) => labels[key] === value))
    .map(([key]) => key);
}

/** Enough to show. */
const MAX_VALUES = 4;

/** Lists some of the values that Pods have for each label key. */
export function findLabelValues(pods: readonly Pod[]): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  for (const { labels } of pods)
    for (const [key, value] of Object.entries(labels)) {
      const known = values.get(key) ?? new Set();
      values.set(key, known);
      if (known.size < MAX_VALUES) known.add(value);
    }
  return values;
}
