import type { Kind } from '../../model/objects/kinds.ts';
import type { ClusterSnapshot } from '../../model/snapshot.ts';

/** Each reason once. Of input without an object of a namespace nobody has kept anything from us. */
export function keptFromUs({ readings, live }: ClusterSnapshot, kinds: readonly Kind[]) {
  const kept = readings.filter(
    ({ kind, namespace, extent }) =>
      extent === 'unread' && kinds.includes(kind) && (live || namespace !== null),
  );
  const distinct = new Map(kept.map(({ kind, reason }) => [`${kind}\0${reason}`, { kind, reason }]));
  return [...distinct.values()];
}

/** A reading of one namespace says more than one of all namespaces. */
export function indexReadings({ readings: all }: ClusterSnapshot) {
  const readings = new Map<Kind, Map<string | null, { unread: string | null; whole: boolean }>>();
  for (const { kind, namespace, extent, reason } of all) {
    const ofKind = readings.get(kind) ?? new Map();
    readings.set(kind, ofKind);
    const known = ofKind.get(namespace);
    ofKind.set(namespace, {
      unread: extent === 'unread' ? (known?.unread ?? reason) : (known?.unread ?? null),
      whole: extent === 'all' || (known?.whole ?? false),
    });
  }
  return (kind: Kind, namespace: string) => {
    const ofKind = readings.get(kind);
    return ofKind?.get(namespace) ?? ofKind?.get(null);
  };
}
