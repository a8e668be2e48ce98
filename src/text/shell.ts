import { isPrintable } from './escape.ts';

const SAFE = /^[A-Za-z0-9_\-./:=,@%+]+$/;

/** A command line that a shell reads back as exactly these words; pasting it can do nothing else. */
export function commandLine(...words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

export type ShellFlag = `-${string}`;

/** A command of kubectl, taken apart: what we ask for, and the names that others may have chosen. */
export interface KubectlCommand {
  /** One word, or those of a plugin and its command. */
  verb: string | readonly string[];
  /** Types and names of objects, labels to set. */
  names: readonly string[];
  /** Each alone or with the value that it takes, which may look like anything. */
  flags?: readonly (ShellFlag | readonly [ShellFlag, string])[];
}

/**
 * A command of kubectl in a namespace, to be pasted. No server has a name that looks like a flag; a file may have one,
 * and `delete pod --all` is not to be pasted: such a name stands behind `--`, and the flags before it.
 * @param namespace null: the one that kubectl takes, or none
 */
export function kubectl(namespace: string | null, { verb, names, flags = [] }: KubectlCommand): string {
  const first = names.findIndex((name) => name.startsWith('-'));
  const plain = first < 0 ? names : names.slice(0, first);
  return commandLine(
    'kubectl',
    ...(namespace === null ? [] : ['-n', namespace]),
    ...(typeof verb === 'string' ? [verb] : verb),
    ...plain,
    ...flags.flat(),
    ...(first < 0 ? [] : ['--', ...names.slice(first)]),
  );
}

function quoted(word: string): string {
  if (!isPrintable(word) || word.includes('\n')) return `$'${[...word].map(ansiC).join('')}'`;
  return SAFE.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A terminal obeys control characters that are pasted, also between quotes, so each byte of them is written in octal.
 * Shells that do not know `$'…'` see another word, which is as harmless.
 */
function ansiC(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`;
  if (isPrintable(character) && character !== '\n') return character;
  return [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
