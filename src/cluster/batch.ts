/** What requests bring: all of it, or nothing. */
import type { Kind, Objects } from '../model/objects/kinds.ts';
import type { Ref } from '../model/objects/meta.ts';
import type { Reading } from '../model/snapshot.ts';

export interface Batch<K extends Kind = Kind> {
  objects: readonly Objects[K][];
  /** What was asked for by name and does not exist. */
  absent: readonly Ref[];
  extent: Exclude<Reading['extent'], 'unread'>;
}

/**
 * Waits for all of them.
 * @throws the first failure in this order, whichever came first
 */
export async function together<T extends readonly Promise<unknown>[]>(
  asked: T,
): Promise<{ -readonly [I in keyof T]: Awaited<T[I]> }> {
  const failed = (await Promise.allSettled(asked)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return (await Promise.all(asked)) as { -readonly [I in keyof T]: Awaited<T[I]> };
}

/** Several requests as one: where one of them fails, nothing was read. */
export async function batchOf<K extends Kind>(asked: readonly Promise<Batch<K>>[]): Promise<Batch<K>> {
  const parts = await together(asked);
  return {
    objects: parts.flatMap(({ objects }) => objects),
    absent: parts.flatMap(({ absent }) => absent),
    extent: parts.every(({ extent }) => extent === 'all') ? 'all' : 'selected',
  };
}
