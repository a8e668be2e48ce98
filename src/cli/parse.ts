import yargs, { type Argv, type Options } from 'yargs';
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
  const values = declare(command).parseSync(words.flags) as Record<string, unknown>;
  for (const flag of known) checkValue(flag, values[flag.name]);
  return { args: words.args, flags: reader(known, values) };
}

/** The command's flags told to yargs; kubectl's grammar knows none of the conveniences switched off here. */
export function declare(command: Grammar): Argv {
  const parser = yargs([])
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': true,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'short-option-groups': false,
    })
    .detectLocale(false)
    .exitProcess(false)
    .help(false)
    .version(false);
  for (const flag of flagsOf(command)) parser.option(flag.name, option(flag));
  return parser;
}

function option({ name, short, type, summary, hidden }: Flag): Options {
  return {
    type: type === 'boolean' ? 'boolean' : 'string',
    describe: summary,
    ...(short === undefined || short === name ? {} : { alias: short }),
    ...(hidden ? { hidden: true } : {}),
    // A flag given twice is a list to yargs; to kubectl the last one counts, unless it is a list flag.
    coerce: (value: unknown) => (type !== 'list' && Array.isArray(value) ? value.at(-1) : value),
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
