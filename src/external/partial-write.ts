/** The message about a write that failed halfway. */

import type { Write } from './plan-writes.ts';
import { type Kubectl, reference } from './suggested-commands.ts';

export interface CompletedWrite {
  write: Write;
  result: 'created' | 'configured' | 'unchanged' | 'deleted';
}

/**
 * @param done the writes before the one that failed
 * @param isUnanswered whether the server did not answer, so that the failed write may have happened
 * @param finishCommand the command that writes the rest
 * @returns what exists now, and how to finish or undo; null if nothing has changed
 */
export function partialWriteText(
  writes: readonly Write[],
  done: readonly CompletedWrite[],
  isUnanswered: boolean,
  kubectl: Kubectl,
  finishCommand: string,
): string | null {
  if (!isUnanswered && done.every(({ result }) => result === 'unchanged')) return null;
  const [failed, ...untried] = writes.slice(done.length);
  const parts = [
    ...done.map(({ write, result }) => `${reference(write.object)} ${RESULT_TEXT[result]}`),
    ...(failed
      ? [
          isUnanswered
            ? `${reference(failed.object)} is in an unknown state, because the response was lost`
            : unchangedText(failed),
        ]
      : []),
    ...untried.map(unchangedText),
  ];
  return `the write is incomplete: ${parts.join(', ')}; to finish: ${finishCommand}; ${undoText(done, kubectl)}`;
}

const RESULT_TEXT: Record<CompletedWrite['result'], string> = {
  created: 'was created',
  configured: 'was changed',
  unchanged: 'is unchanged',
  deleted: 'was deleted',
};

function unchangedText({ object, existing }: Write): string {
  return `${reference(object)} ${existing ? 'is unchanged' : 'does not exist'}`;
}

/** Deleting a new Service deletes its Endpoints and EndpointSlices too. */
function undoText(done: readonly CompletedWrite[], kubectl: Kubectl): string {
  const irreversible = done.filter(({ result }) => result === 'configured' || result === 'deleted');
  if (irreversible.length > 0) return 'no command can undo the changes';
  const created = done.filter(({ result }) => result === 'created').map(({ write }) => write.object);
  const service = created.find(({ kind }) => kind === 'Service');
  const removable = service ? [service] : created;
  return removable.length > 0
    ? `to undo: ${kubectl({ verb: 'delete', names: removable.map(reference) })}`
    : 'nothing else was changed';
}
