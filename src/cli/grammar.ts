import type { Flag } from '../model/command.ts';
import { UserError } from '../model/errors.ts';

/** A command line taken apart by the rules of kubectl's flag library. */
export interface Words {
  /** What is no flag, in order; all that stands behind `--` too. */
  args: string[];
  /** Each flag given, as `--name` and its value, two words each: of `--name=value` yargs would drop quotes. */
  flags: string[];
}

/**
 * Takes a command line apart as kubectl does (github.com/spf13/pflag): flags and arguments in any order,
 * `--name value`, `--name=value`, `-n value`, `-nvalue`, `-n=value`, `-Av6`; a boolean never takes the next
 * word; a flag with a value takes the next one whatever it looks like.
 * @throws {UserError} in kubectl's words
 */
export function takeApart(argv: readonly string[], known: readonly Flag[]): Words {
  const words: Words = { args: [], flags: [] };
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      words.args.push(...rest);
      break;
    }
    if (word.startsWith('--')) words.flags.push(...longFlag(word.slice(2), known, rest));
    else if (word.startsWith('-') && word !== '-')
      words.flags.push(...shortFlags(word.slice(1), known, rest));
    else words.args.push(word);
  }
  return words;
}

function longFlag(word: string, known: readonly Flag[], rest: string[]): string[] {
  const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const flag = known.find((candidate) => candidate.name === name);
  if (!flag) throw new UserError(`error: unknown flag: --${name}`);
  return [`--${name}`, value === undefined ? takeValue(flag, rest, `--${name}`) : checked(flag, value)];
}

function shortFlags(letters: string, known: readonly Flag[], rest: string[]): string[] {
  const [letter = '', ...more] = letters;
  const flag = known.find(({ short }) => short === letter);
  if (!flag) throw new UserError(`error: unknown shorthand flag: '${letter}' in -${letters}`);
  const tail = more.join('');
  if (tail.startsWith('=')) return [`--${flag.name}`, checked(flag, tail.slice(1))];
  if (tail === '') return [`--${flag.name}`, takeValue(flag, rest, `'${letter}' in -${letters}`)];
  if (flag.type === 'boolean' || flag.bare !== undefined)
    return [`--${flag.name}`, bareValue(flag), ...shortFlags(tail, known, rest)];
  return [`--${flag.name}`, tail];
}

function takeValue(flag: Flag, rest: string[], spelled: string): string {
  if (flag.type === 'boolean' || flag.bare !== undefined) return bareValue(flag);
  const value = rest.shift();
  if (value === undefined) throw new UserError(`error: flag needs an argument: ${spelled}`);
  return value;
}

/** Booleans as Go's strconv.ParseBool reads them. */
function checked({ type, name, short }: Flag, value: string): string {
  if (type !== 'boolean') return value;
  if (/^(1|t|T|true|TRUE|True)$/.test(value)) return 'true';
  if (/^(0|f|F|false|FALSE|False)$/.test(value)) return 'false';
  const spelled = short === undefined ? `--${name}` : `-${short}, --${name}`;
  throw new UserError(
    `error: invalid argument "${value}" for "${spelled}" flag: strconv.ParseBool: parsing "${value}": invalid syntax`,
  );
}

function bareValue({ bare }: Flag): string {
  return bare ?? 'true';
}

/** The first word that is no flag and no flag's value: the command's name. A flag that is not known has no value. */
export function firstArgument(argv: readonly string[], known: readonly Flag[]): string | null {
  return skim(argv, known).args[0] ?? null;
}

/** A line that need not be right, or complete. */
export interface Skimmed {
  args: readonly string[];
  given: ReadonlySet<Flag>;
  /** The flag whose value the next word would be. */
  awaiting: Flag | null;
  /** Whether `--` has said that no flags follow. */
  ended: boolean;
}

export function skim(argv: readonly string[], known: readonly Flag[]): Skimmed {
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

/** Of letters together, those behind one with a value are its value. */
function flagsIn(word: string, known: readonly Flag[]): Flag[] {
  if (word.startsWith('--')) return known.filter(({ name }) => name === word.slice(2).split('=', 1)[0]);
  const letters = [...word.slice(1)].map((letter) => known.find(({ short }) => short === letter));
  const first = letters.findIndex((flag) => !flag || takesValue(flag));
  return letters.slice(0, first === -1 ? letters.length : first + 1).filter((flag) => flag !== undefined);
}

function takesNextWord(word: string, flags: readonly Flag[]): boolean {
  const last = flags.at(-1);
  if (!last || !takesValue(last)) return false;
  // A value may follow at once: `--name=value`, `-n=value`, `-nvalue`.
  return word.startsWith('--') ? word === `--${last.name}` : word.length === flags.length + 1;
}

const takesValue = ({ type, bare }: Flag) => type !== 'boolean' && bare === undefined;
