import parser, { type Options } from 'yargs-parser';
import type { Command, Flag, Flags } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import { groupFlags, HELP } from './flags.ts';
import { takeApart } from './grammar.ts';

export interface Parsed {
  args: readonly string[];
  flags: Flags;
}

/** What a command line is parsed by. */
export type Grammar = Pick<Command, 'flags' | 'shared'>;

export function flagsOf(command: Grammar): readonly Flag[] {
  return [...command.flags, ...groupFlags(command.shared).flatMap(({ flags }) => flags), HELP];
}

/** @throws {UserError} for a flag that the command does not know, or a value that does not fit */
export function parse(command: Grammar, argv: readonly string[]): Parsed {
  const known = flagsOf(command);
  const words = takeApart(argv, known);
  const values: Record<string, unknown> = parser(words.flags, optionsOf(known));
  for (const flag of known) checkValue(flag, values[flag.name]);
  return { args: words.args, flags: reader(known, values) };
}

/** The flags told to yargs' parser; kubectl's grammar knows none of the conveniences switched off here. */
function optionsOf(known: readonly Flag[]): Options {
  const names = (boolean: boolean) =>
    known.filter(({ type }) => (type === 'boolean') === boolean).map(({ name }) => name);
  // A flag given twice is a list to yargs; to kubectl the last one counts, unless it is a list flag.
  const last = (value: unknown) => (Array.isArray(value) ? value.at(-1) : value);
  return {
    boolean: names(true),
    string: names(false),
    coerce: Object.fromEntries(known.filter(({ type }) => type !== 'list').map(({ name }) => [name, last])),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': true,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'short-option-groups': false,
    },
  };
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
