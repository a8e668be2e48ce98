import type { Argv } from 'yargs';
import { CONNECTION_FLAGS, connectionFlags } from '../commands/shared/connection-flags.ts';
import { print } from '../commands/shared/print.ts';
import type { Command } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import { COMMANDS } from './commands.ts';
import { type FlagSet, flagsOf, HELP, type ParsedFlags, valuesOf } from './flags.ts';
import type { Help } from './help.ts';
import { normalizeArgv } from './pflag.ts';
import { styleOf } from './text-style.ts';
import { createYargs, type Messages } from './yargs.ts';

/** yargs builds the help of every command that it runs; this one skips the work. */
const NO_HELP: Help = {
  layout: () => ({ div: () => {}, span: () => {}, toString: () => '' }),
  describeProgram: () => {},
  describeCommand: () => {},
};

/** Replaces messages of yargs by kubectl's. */
const MESSAGES: Messages = {
  'Options:': () => 'Flags:',
  'Invalid values:': () => '',
  'Argument: %s, Given: %s, Choices: %s': (name, given, choices = '') =>
    `invalid value ${given} for --${name}: must be ${choices.replaceAll('"', '')}`,
};

/**
 * Runs a command, or prints help.
 * @param words as `wordsOf` returns them
 * @param seen receives the value of `-v`, for the caller to report errors
 * @returns the exit code
 */
export async function runProgram(
  words: readonly string[],
  io: IO,
  seen: { verbosity: number },
): Promise<number> {
  const wantsHelp = words.includes(`--${HELP.name}`);
  const help = wantsHelp ? (await import('./help.ts')).createHelp(io.stdout.columns) : NO_HELP;
  const program = createYargs(MESSAGES, help.layout).option(HELP.name, { type: HELP.type, global: false });
  help.describeProgram(program);
  let code = 0;
  let printed = '';
  for (const { name, summary, load } of COMMANDS)
    program.command(
      name,
      summary,
      async (yargs) => {
        const command = await load();
        help.describeCommand(declare(yargs, command), command, argumentsIn(words));
        return yargs;
      },
      async (parsed) => {
        code = await run(await load(), parsed, io, seen);
      },
    );
  await program.parse(words, {}, (_error, _parsed, output) => {
    printed = output;
  });
  if (printed !== '') await print(`${printed}\n`, io.stdout);
  return code;
}

function run(command: Command, parsed: ParsedFlags, io: IO, seen: { verbosity: number }): Promise<number> {
  const connection = connectionFlags(valuesOf(CONNECTION_FLAGS, parsed));
  seen.verbosity = connection.verbosity;
  checkScope(parsed);
  const flags = valuesOf(flagsOf(command), parsed);
  return command.run({ args: argumentsOf(parsed), flags, connection, style: styleOf(parsed, io) }, io);
}

/** `-n -f FILE`: as in kubectl, a flag takes the next word; a value of these never begins with a dash. */
const NEVER_DASHED = ['namespace', 'selector'];

/** @throws {UserError} for a flag as value, and for what is no namespace: an empty answer would look like a clean one */
function checkScope(parsed: ParsedFlags): void {
  for (const name of NEVER_DASHED) {
    const value = parsed[name];
    if (typeof value === 'string' && value.startsWith('-'))
      throw new UserError(`flag needs an argument: --${name}, but "${value}" follows`);
  }
  const { namespace } = parsed;
  if (typeof namespace !== 'string') return;
  if (namespace.includes(','))
    throw new UserError(`--namespace takes one namespace, not "${namespace}"; for all namespaces use -A`);
  const [name = ''] = namespace.split('/').filter(Boolean).slice(-1);
  if (namespace.includes('/')) throw new UserError(`"${namespace}" is not a namespace; use -n ${name}`);
}

/** Declares the flags of a command to yargs. All but booleans take exactly one word. */
function declare(yargs: Argv, command: FlagSet): Argv {
  const flags = flagsOf(command);
  const texts = flags.filter(({ type }) => type !== 'boolean').map(({ name }) => name);
  yargs.boolean(flags.filter(({ type }) => type === 'boolean').map(({ name }) => name));
  yargs.string(texts).requiresArg(texts);
  for (const { name, choices } of flags) if (choices) yargs.choices(name, choices);
  return yargs;
}

/** Of the line, which yargs has not parsed yet when it asks for help. */
const argumentsIn = (words: readonly string[]) => words.slice(words.indexOf('--') + 1 || words.length);
const argumentsOf = (parsed: ParsedFlags) => (parsed['--'] ?? []) as readonly string[];

/**
 * Parses the line of a command without running it.
 * @throws {UserError} for an unknown flag or an invalid value
 */
export function parse(command: FlagSet, argv: readonly string[]) {
  const { args, flags } = normalizeArgv(argv, flagsOf(command));
  const yargs = declare(createYargs(MESSAGES, NO_HELP.layout).help(false), command);
  const parsed: ParsedFlags = yargs.parseSync([...flags, '--', ...args]);
  return { args: argumentsOf(parsed), parsed };
}
