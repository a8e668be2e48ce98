import type { AnyObject, Kind, Place } from '../model/objects.ts';
import type { RawObject } from '../reduce/meta.ts';
import { WORKLOAD_KINDS } from '../reduce/workload.ts';
import { faultIn, pathText } from './shape.ts';

/** A manifest that no API server would take: nothing is concluded from it, nor from its absence. */
export interface Refusal {
  /** What is unread in the namespace because of it. */
  kinds: readonly Kind[];
  namespace: string;
  /** Where, and why. */
  text: string;
}

export function refusalOf(
  raw: RawObject,
  { kind, namespace, name }: AnyObject,
  place: Place,
): Refusal | null {
  const fault = faultIn(raw);
  if (fault === null) return null;
  const { path, why } = fault;
  const isWorkload = WORKLOAD_KINDS.some((one) => one === kind);
  return {
    kinds: isWorkload ? ['Workload', 'Pod'] : [kind as Kind],
    namespace,
    text: `${place.file}:${place.lineOf(path)}: ${[kind, name].filter(Boolean).join(' ')}: ${pathText(path)} ${why}`,
  };
}
