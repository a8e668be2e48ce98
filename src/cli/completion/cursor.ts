import type { Flag } from '../../model/command.ts';
import { scanArgv } from '../pflag.ts';

/** The element that is being typed at the end of a command line. */
export type Cursor =
  | { at: 'flag'; typed: string; given: ReadonlySet<Flag> }
  | { at: 'value'; typed: string; flag: Flag }
  /** `args` precede it, and begin with the name of the command. */
  | { at: 'argument'; typed: string; args: readonly string[] };

/**
 * Classifies the word that is being typed.
 * @param words the preceding words
 * @param typed may be empty
 * @returns null for the value of an unknown flag
 */
export function cursorOf(words: readonly string[], typed: string, known: readonly Flag[]): Cursor | null {
  const { args, given, awaiting, ended } = scanArgv(words, known);
  if (awaiting) return { at: 'value', typed, flag: awaiting };
  if (ended || !typed.startsWith('-')) return { at: 'argument', typed, args };
  const [, name, value] = /^-(-[^=]+|[^-=])=(.*)$/s.exec(typed) ?? [];
  if (name === undefined || value === undefined) return { at: 'flag', typed, given };
  const flag = known.find((one) => `-${one.name}` === name || one.short === name);
  return flag ? { at: 'value', typed: value, flag } : null;
}
