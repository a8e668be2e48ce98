import { isPrintable } from './escape.ts';

const SAFE = /^[A-Za-z0-9_\-./:=,@%+]+$/;

/** A command line that a shell reads back as exactly these words; pasting it can do nothing else. */
export function commandLine(...words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

/** The flags that fixes use; those with a value take the next word whatever it looks like. */
const FLAG = /^(--(type=(json|merge)|previous|show-labels|replicas=1|field-selector=.*)|-[clop])$/s;
const TAKES_WORD = /^-[clop]$/;

/**
 * A command of kubectl in a namespace, to be pasted. No server has a name that looks like a flag; a file may have one,
 * and `delete pod --all` is not to be pasted.
 */
export function kubectl(namespace: string, ...words: readonly string[]): string {
  const name = words.findIndex(
    (word, i) => word.startsWith('-') && !FLAG.test(word) && !TAKES_WORD.test(words[i - 1] ?? ''),
  );
  const safe = name < 0 ? words : [...words.slice(0, name), '--', ...words.slice(name)];
  return commandLine('kubectl', '-n', namespace, ...safe);
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
