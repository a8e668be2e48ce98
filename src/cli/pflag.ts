/** kubectl's flag syntax, as github.com/spf13/pflag parses it. */

import type { Flag } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import { unknownFlag, unknownShorthand } from './unknown-flag.ts';

/** A command line in unambiguous form. */
interface NormalizedArgv {
  /** Positional arguments, in order, including those after `--`. */
  args: string[];
  /**
   * Each flag by its long name, and its value as a word of its own: yargs strips quotes from `--name=value`. Only list
   * flags occur more than once.
   */
  flags: string[];
}

type Given = [flag: Flag, value: string];

/**
 * Parses a command line as kubectl does (github.com/spf13/pflag): flags and arguments in any order, `--name value`,
 * `--name=value`, `-n value`, `-nvalue`, `-n=value`, `-Av6`. A boolean never takes the next word; another flag takes it
 * even if it begins with `-`. The last value of a repeated flag wins.
 * @throws {UserError} with kubectl's messages
 */
export function normalizeArgv(argv: readonly string[], known: readonly Flag[]): NormalizedArgv {
  const args: string[] = [];
  const given: Given[] = [];
  const rest = argv.values();
  for (const word of rest) {
    if (word === '--') for (const arg of rest) args.push(arg);
    else if (word.startsWith('--')) given.push(longFlag(word.slice(2), known, rest));
    else if (word.startsWith('-') && word !== '-') given.push(...shortFlags(word.slice(1), known, rest));
    else args.push(word);
  }
  const last = new Map(given.map(([flag], index) => [flag, index]));
  const effective = given.filter(([flag], index) => flag.type === 'list' || last.get(flag) === index);
  return { args, flags: effective.flatMap(([{ name }, value]) => [`--${name}`, value]) };
}

function longFlag(word: string, known: readonly Flag[], rest: Iterator<string>): Given {
  const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const flag = known.find((candidate) => candidate.name === name);
  if (!flag) throw unknownFlag(name, known);
  return [flag, value === undefined ? takeValue(flag, rest, `--${name}`) : validateValue(flag, value)];
}

function shortFlags(letters: string, known: readonly Flag[], rest: Iterator<string>): Given[] {
  const [letter = '', ...more] = letters;
  const flag = known.find(({ short }) => short === letter);
  if (!flag) throw unknownShorthand(letter, letters, known);
  const tail = more.join('');
  if (tail.startsWith('=')) return [[flag, validateValue(flag, tail.slice(1))]];
  if (tail === '') return [[flag, takeValue(flag, rest, `'${letter}' in -${letters}`)]];
  if (!takesValue(flag)) return [[flag, bareValue(flag)], ...shortFlags(tail, known, rest)];
  return [[flag, tail]];
}

function takeValue(flag: Flag, rest: Iterator<string>, spelled: string): string {
  if (!takesValue(flag)) return bareValue(flag);
  const { done, value } = rest.next();
  if (done) throw new UserError(`flag needs an argument: ${spelled}`);
  return value;
}

/** Validates booleans as Go's strconv.ParseBool does. */
function validateValue({ type, name, short }: Flag, value: string): string {
  if (type !== 'boolean') return value;
  if (/^(1|t|T|true|TRUE|True)$/.test(value)) return 'true';
  if (/^(0|f|F|false|FALSE|False)$/.test(value)) return 'false';
  const spelled = short === undefined ? `--${name}` : `-${short}, --${name}`;
  throw new UserError(
    `invalid argument "${value}" for "${spelled}" flag: strconv.ParseBool: parsing "${value}": invalid syntax`,
  );
}

function bareValue({ noOptDefault }: Flag): string {
  return noOptDefault ?? 'true';
}

/** The first positional argument: the name of the command. Unknown flags are assumed to take no value. */
export function firstArgument(argv: readonly string[], known: readonly Flag[]): string | null {
  return scanArgv(argv, known).args[0] ?? null;
}

/** The result of parsing a line that may be invalid or incomplete. */
interface ScannedArgv {
  args: readonly string[];
  given: ReadonlySet<Flag>;
  /** The flag that takes the next word as its value. */
  awaiting: Flag | null;
  /** The line has a `--`, so no flags follow. */
  ended: boolean;
}

/** Parses a line without validating it. */
export function scanArgv(argv: readonly string[], known: readonly Flag[]): ScannedArgv {
  const args: string[] = [];
  const given = new Set<Flag>();
  let awaiting: Flag | null = null;
  for (const [index, word] of argv.entries()) {
    if (awaiting) awaiting = null;
    else if (word === '--')
      return { args: [...args, ...argv.slice(index + 1)], given, awaiting, ended: true };
    else if (!word.startsWith('-') || word === '-') args.push(word);
    else {
      const flags = flagsIn(word, known);
      for (const flag of flags) given.add(flag);
      awaiting = takesNextWord(word, flags) ? (flags.at(-1) ?? null) : null;
    }
  }
  return { args, given, awaiting, ended: false };
}

/** In combined shorthands, the letters after a flag with a value are its value. */
function flagsIn(word: string, known: readonly Flag[]): Flag[] {
  if (word.startsWith('--')) return known.filter(({ name }) => name === word.slice(2).split('=', 1)[0]);
  const letters = [...word.slice(1)].map((letter) => known.find(({ short }) => short === letter));
  const first = letters.findIndex((flag) => !flag || takesValue(flag));
  return letters.slice(0, first === -1 ? letters.length : first + 1).filter((flag) => flag !== undefined);
}

function takesNextWord(word: string, flags: readonly Flag[]): boolean {
  const last = flags.at(-1);
  if (!last || !takesValue(last)) return false;
  // The word may contain the value: `--name=value`, `-n=value`, `-nvalue`.
  return word.startsWith('--') ? word === `--${last.name}` : word.length === flags.length + 1;
}

const takesValue = ({ type, noOptDefault }: Flag) => type !== 'boolean' && noOptDefault === undefined;
