import parser from 'yargs-parser/browser';
import type { Command, Flag, Flags } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import { groupFlags, HELP } from './flags.ts';
import { takeApart } from './grammar.ts';

export interface Parsed {
  args: readonly string[];
  flags: Flags;
}

/** What a command line is parsed by. */
export type Grammar = Pick<Command, 'flags' | 'shared' | 'formats'>;

export function flagsOf(command: Grammar): readonly Flag[] {
  return [...command.flags, ...groupFlags(command).flatMap(({ flags }) => flags), HELP];
}

/** @throws {UserError} for a flag that the command does not know, or a value that does not fit */
export function parse(command: Grammar, argv: readonly string[]): Parsed {
  const known = flagsOf(command);
  const words = takeApart(argv, known);
  const values = valuesOf(words.flags, known);
  for (const flag of known) checkValue(flag, values[flag.name]);
  return { args: words.args, flags: reader(known, values) };
}

/** kubectl's grammar knows none of the conveniences switched off here. */
const CONFIGURATION = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'duplicate-arguments-array': true,
  'greedy-arrays': false,
  'nargs-eats-options': true,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'short-option-groups': false,
} as const;

function valuesOf(words: readonly string[], known: readonly Flag[]): Record<string, unknown> {
  const named = (flags: readonly Flag[]) => flags.map(({ name }) => name);
  const values: Record<string, unknown> = parser([...words], {
    boolean: named(known.filter(({ type }) => type === 'boolean')),
    string: named(known.filter(({ type }) => type !== 'boolean')),
    narg: Object.fromEntries(known.filter(({ type }) => type !== 'boolean').map(({ name }) => [name, 1])),
    configuration: CONFIGURATION,
  });
  // A flag given twice is a list to the parser; to kubectl the last one counts, unless it is a list flag.
  for (const { name, type } of known) {
    const value = values[name];
    if (type !== 'list' && Array.isArray(value)) values[name] = value.at(-1);
  }
  return values;
}

function checkValue({ name, choices }: Flag, value: unknown): void {
  if (typeof value !== 'string' || choices === undefined || choices.includes(value)) return;
  throw new UserError(`error: invalid value "${value}" for --${name}: must be ${choices.join(', ')}`);
}

function reader(known: readonly Flag[], values: Record<string, unknown>): Flags {
  const flagOf = new Map(known.map((flag) => [flag.name, flag]));
  const given = (name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof value === 'string' ? value : (flagOf.get(name)?.default ?? null);
  };
  return {
    given,
    text: (name) => given(name) ?? '',
    on: (name) => values[name] === true,
    list(name) {
      const all = [values[name] ?? []].flat().filter((value) => typeof value === 'string');
      return flagOf.get(name)?.commas ? all.flatMap((value) => value.split(',')).filter(Boolean) : all;
    },
  };
}
