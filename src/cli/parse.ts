import parser from 'yargs-parser/browser';
import type { Flag } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import { type Declared, flagsOf, type Parsed } from './flags.ts';
import { takeApart } from './grammar.ts';

/** @throws {UserError} for a flag that the command does not know, or a value that does not fit */
export function parse(command: Declared, argv: readonly string[]) {
  const known = flagsOf(command);
  const words = takeApart(argv, known);
  const parsed = parsedOf(words.flags, known);
  for (const flag of known) checkValue(flag, parsed[flag.name]);
  return { args: words.args, parsed };
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

function parsedOf(words: readonly string[], known: readonly Flag[]): Parsed {
  const named = (flags: readonly Flag[]) => flags.map(({ name }) => name);
  const parsed: Record<string, unknown> = parser([...words], {
    boolean: named(known.filter(({ type }) => type === 'boolean')),
    string: named(known.filter(({ type }) => type !== 'boolean')),
    narg: Object.fromEntries(known.filter(({ type }) => type !== 'boolean').map(({ name }) => [name, 1])),
    configuration: CONFIGURATION,
  });
  // A flag given twice is a list to the parser; to kubectl the last one counts, unless it is a list flag.
  for (const { name, type } of known) {
    const value = parsed[name];
    if (type !== 'list' && Array.isArray(value)) parsed[name] = value.at(-1);
  }
  return parsed;
}

function checkValue({ name, choices }: Flag, value: unknown): void {
  if (typeof value !== 'string' || choices === undefined || choices.includes(value)) return;
  throw new UserError(`error: invalid value "${value}" for --${name}: must be ${choices.join(', ')}`);
}
