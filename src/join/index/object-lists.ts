/** Sorts and groups the objects of a snapshot. */
import { kindOf } from '../../model/objects/classification.ts';
import type { AnyObject } from '../../model/objects/kinds.ts';
import type { Meta } from '../../model/objects/meta.ts';
import type { ClusterSnapshot } from '../../model/snapshot.ts';
import { byText } from '../../text/order.ts';
import { Multimap } from './multimap.ts';

/** Sorts each kind by namespace and name, so that no result depends on the order of the input. */
export function sortObjects(objects: ClusterSnapshot['objects']): ClusterSnapshot['objects'] {
  const lists = Object.entries(objects).map(([kind, list]: [string, readonly AnyObject[]]) => [
    kind,
    list.toSorted(
      (a, b) => byText(a.namespace, b.namespace) || byText(a.name, b.name) || byText(kindOf(a), kindOf(b)),
    ),
  ]);
  return Object.fromEntries(lists) as ClusterSnapshot['objects'];
}

export function byNamespace<T extends Meta>(objects: readonly T[]): Multimap<string, T> {
  return Multimap.groupBy(objects, ({ namespace }) => namespace);
}
