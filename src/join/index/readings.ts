import type { Kind } from '../../model/objects/kinds.ts';
import type { ClusterSnapshot } from '../../model/snapshot.ts';

/**
 * Lists the kinds that could not be read, each with each reason once.
 * For files, the reading of all namespaces stands for those without an object in the input; it is not a failure.
 */
export function listUnreadKinds({ readings, live }: ClusterSnapshot, kinds: readonly Kind[]) {
  const unread = readings.filter(
    ({ kind, namespace, extent }) =>
      extent === 'unread' && kinds.includes(kind) && (live || namespace !== null),
  );
  const distinct = new Map(unread.map(({ kind, reason }) => [`${kind}\0${reason}`, { kind, reason }]));
  return [...distinct.values()];
}

/** Looks up how a kind was read in a namespace; a reading of that namespace wins over one of all namespaces. */
export function indexReadings({ readings: all }: ClusterSnapshot) {
  const readings = new Map<Kind, Map<string | null, { unread: string | null; fullyRead: boolean }>>();
  for (const { kind, namespace, extent, reason } of all) {
    const ofKind = readings.get(kind) ?? new Map();
    readings.set(kind, ofKind);
    const known = ofKind.get(namespace);
    ofKind.set(namespace, {
      unread: extent === 'unread' ? (known?.unread ?? reason) : (known?.unread ?? null),
      fullyRead: extent === 'all' || (known?.fullyRead ?? false),
    });
  }
  return (kind: Kind, namespace: string) => {
    const ofKind = readings.get(kind);
    return ofKind?.get(namespace) ?? ofKind?.get(null);
  };
}
