import { unattended } from '../../commands/shared/connection-flags.ts';
import { print } from '../../commands/shared/print.ts';
import type { IO, Output } from '../../model/io.ts';
import { escapeText } from '../../text/escape.ts';
import { type Completions, completionsOf } from './completions.ts';

/** Completion takes at most two seconds, including the start of the program. */
const LIMIT_MS = 1_500;

/** ShellCompDirectiveDefault and ShellCompDirectiveNoFileComp of cobra. */
const FILES = 0;
const NO_FILES = 4;

const SILENT: Output = { write: (_, done) => done?.() };

/** Words that need no quoting in a shell, and are no flags unless they begin with `--`. */
const WORD = /^[\p{L}\p{N}_./][\p{L}\p{M}\p{N}_./:@%+=,-]*$|^--[\w-]+$/u;

/**
 * Prints completions as cobra's `__complete` does: one candidate per line, a description after a tab, the directive last.
 * @param words after the executable; the last one is being typed and may be empty
 * @returns always 0: an error message would disturb the line that is being typed
 */
export async function complete(words: readonly string[], io: IO): Promise<number> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), LIMIT_MS);
  const interrupted = AbortSignal.any([io.interrupted, late.signal]);
  const quiet = { ...unattended(io, interrupted), stderr: SILENT };
  const given = await Promise.race([completionsOf(words, quiet), resolveOnAbort(interrupted)]).catch(
    () => [],
  );
  clearTimeout(timer);
  await print(textOf(given, words.at(-1) ?? ''), io.stdout).catch(() => {});
  return 0;
}

function resolveOnAbort(signal: AbortSignal): Promise<[]> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve([]);
    signal.addEventListener('abort', () => resolve([]), { once: true });
  });
}

function textOf(given: Completions, typed: string): string {
  const candidates = given === 'files' ? [] : given;
  const lines = candidates
    .filter(({ word }) => WORD.test(word) && escapeText(word) === word)
    .filter(({ word }) => !word.startsWith('-') || typed.startsWith('-'))
    .map(({ word, description }) => (description ? `${word}\t${escapeText(description)}\n` : `${word}\n`));
  return `${lines.join('')}:${given === 'files' ? FILES : NO_FILES}\n`;
}
