import type { Flag } from '../../model/command.ts';
import { scanArgv } from '../pflag.ts';

/** What is being typed at the end of a command line. */
export type Cursor =
  | { at: 'flag'; typed: string; given: ReadonlySet<Flag> }
  | { at: 'value'; typed: string; flag: Flag }
  /** `args` are those before it, with the command's name. */
  | { at: 'argument'; typed: string; args: readonly string[] };

/**
 * @param words all that stands before it
 * @param typed its beginning; may be empty
 * @returns null where nobody can say what it is
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
