import { isPrintable } from './escape.ts';

const SAFE = /^[A-Za-z0-9_\-./:=,@%+]+$/;

/** Quotes words for a shell, so that untrusted text in a pasted command stays one word. */
export function commandLine(...words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

export type ShellFlag = `-${string}`;

/** A kubectl command. Names are separate from flags, since they are untrusted. */
export interface KubectlCommand {
  /** One word, or several for a plugin: `endpoints`, `create-external`. */
  verb: string | readonly string[];
  /** Resource types, object names, and labels to set. */
  names: readonly string[];
  /** Each flag alone or with its value. */
  flags?: readonly (ShellFlag | readonly [ShellFlag, string])[];
}

/**
 * Formats a kubectl command to paste. A manifest may name an object `--all`, so names that begin with `-` follow `--`,
 * after the flags.
 * @param namespace null: no `-n`
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
 * A terminal interprets pasted control characters even between quotes, so their bytes are written in octal. A shell
 * without `$'…'` reads a different, equally harmless word.
 */
function ansiC(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`;
  if (isPrintable(character) && character !== '\n') return character;
  return [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
