/** The objects that one or several requests return, all or nothing. */
import type { Kind, Objects } from '../model/objects/kinds.ts';
import type { Ref } from '../model/objects/meta.ts';
import type { Reading } from '../model/snapshot.ts';

export interface Batch<K extends Kind = Kind> {
  objects: readonly Objects[K][];
  /** Objects requested by name that do not exist. */
  absent: readonly Ref[];
  extent: Exclude<Reading['extent'], 'unread'>;
}

/**
 * Waits for all promises to settle.
 * @throws the first failure in the given order, whichever occurred first
 */
export async function awaitAll<T extends readonly Promise<unknown>[]>(
  promises: T,
): Promise<{ -readonly [I in keyof T]: Awaited<T[I]> }> {
  const failed = (await Promise.allSettled(promises)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return (await Promise.all(promises)) as { -readonly [I in keyof T]: Awaited<T[I]> };
}

/** Combines requests into one batch, which fails if any of them fails. */
export async function combineBatches<K extends Kind>(
  requests: readonly Promise<Batch<K>>[],
): Promise<Batch<K>> {
  const batches = await awaitAll(requests);
  return {
    objects: batches.flatMap(({ objects }) => objects),
    absent: batches.flatMap(({ absent }) => absent),
    extent: batches.every(({ extent }) => extent === 'all') ? 'all' : 'selected',
  };
}
