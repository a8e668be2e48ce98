import { type Kubectl, reference } from './suggested-commands.ts';
import type { Write } from './plan-writes.ts';

export interface CompletedWrite {
  write: Write;
  result: 'created' | 'configured' | 'unchanged' | 'deleted';
}

/**
 * What exists after a write failed, and how to finish or undo; null where nothing has changed.
 * @param done the writes before the one that failed
 * @param lost the server did not answer, so that write may have happened
 */
export function partialWriteText(
  writes: readonly Write[],
  done: readonly CompletedWrite[],
  lost: boolean,
  kubectl: Kubectl,
  finish: string,
): string | null {
  if (!lost && done.every(({ result }) => result === 'unchanged')) return null;
  const [failed, ...untried] = writes.slice(done.length);
  const parts = [
    ...done.map(({ write, result }) => `${reference(write.object)} ${STATE[result]}`),
    ...(failed
      ? [lost ? `${reference(failed.object)} is unknown, as the answer was lost` : asBefore(failed)]
      : []),
    ...untried.map(asBefore),
  ];
  return `only a part was written: ${parts.join(', ')}; to finish: ${finish}; ${undo(done, kubectl)}`;
}

const STATE: Record<CompletedWrite['result'], string> = {
  created: 'was created',
  configured: 'was changed',
  unchanged: 'is as it was',
  deleted: 'was deleted',
};

function asBefore({ object, existing }: Write): string {
  return `${reference(object)} ${existing ? 'is as it was' : 'does not exist'}`;
}

/** Where the Service itself is new, all the rest goes with it. */
function undo(done: readonly CompletedWrite[], kubectl: Kubectl): string {
  const past = done.filter(({ result }) => result === 'configured' || result === 'deleted');
  if (past.length > 0) return 'what it changed cannot be undone by a command';
  const created = done.filter(({ result }) => result === 'created').map(({ write }) => write.object);
  const service = created.find(({ kind }) => kind === 'Service');
  const gone = service ? [service] : created;
  return gone.length > 0
    ? `to undo: ${kubectl({ verb: 'delete', names: gone.map(reference) })}`
    : 'nothing else was changed';
}
