/** From argv to the words for yargs: which command it is, or whose help. */

import type { Flag } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import { resourceType } from '../model/resource-type.ts';
import { COMMANDS, type ListedCommand } from './commands.ts';
import { ANY_COMMAND, flagsOf, HELP } from './flags.ts';
import { firstArgument, normalizeArgv, scanArgv } from './pflag.ts';
import { UnknownFlagError } from './unknown-flag.ts';

const COMMAND_NAMES = COMMANDS.map(({ name }) => name);
const [DESCRIBE] = COMMANDS;
const commandOf = (name: string) => COMMANDS.find((command) => command.name === name);

const HELP_FLAG = [`--${HELP.name}`, 'true'];

/**
 * The words for yargs: the command, its flags, and its arguments after `--`.
 * @throws {UserError} for an unknown command or flag
 */
export async function wordsOf(argv: readonly string[]): Promise<readonly string[]> {
  const name = firstArgument(argv, flagsOf(ANY_COMMAND));
  refuseTypographicDashes(argv);
  if (name === null && argv.includes('--version')) return ['version', '--'];
  if (name === null || name === 'help') return helpWords(argv);
  const named = commandOf(name);
  const command = named ?? (await describeInstead(name, argv));
  const { args, flags } = parsedFor(command, argv, flagsOf(await command.load()));
  const rest = named ? args.slice(1) : args;
  const wantsHelp = rest.length === 1 && rest[0] === 'help';
  return wantsHelp ? [command.name, ...HELP_FLAG] : [command.name, ...flags, '--', ...rest];
}

/** Editors and chat programs turn `--` into a dash. No name begins with one. */
const DASHES = /^[\u2010-\u2015\u2212]+(?=[a-z])/i;

/** @throws {UserError} for an argument that begins with a dash of typography */
function refuseTypographicDashes(argv: readonly string[]): void {
  const word = scanArgv(argv, flagsOf(ANY_COMMAND)).args.find((arg) => DASHES.test(arg));
  if (word === undefined) return;
  const letters = word.replace(DASHES, '');
  const meant = `${/^.(=|$)/.test(letters) ? '-' : '--'}${letters}`;
  throw new UserError(`"${word}" begins with a typographic dash; did you mean ${meant}?`);
}

/** @throws {UserError} unless `describe` takes the word, which is no command */
async function describeInstead(word: string, argv: readonly string[]): Promise<ListedCommand> {
  const { isReadAsDescribe, unknownCommand } = await import('./unknown-command.ts');
  if (isReadAsDescribe(word, COMMAND_NAMES)) return DESCRIBE;
  const [, ...args] = scanArgv(argv, flagsOf(ANY_COMMAND)).args;
  throw unknownCommand(word, COMMAND_NAMES, args);
}

/** `help`, `help COMMAND`, `help describe pod`, `help pod`, or flags alone. */
async function helpWords(argv: readonly string[]): Promise<readonly string[]> {
  const { args } = normalizeArgv(argv, flagsOf(ANY_COMMAND));
  const [, topic = null, ...more] = args;
  if (topic === null || topic === 'help') return HELP_FLAG;
  if (commandOf(topic)) return [topic, ...HELP_FLAG, '--', ...more];
  if (resourceType(topic)) return [DESCRIBE.name, ...HELP_FLAG, '--', topic];
  const { unknownCommand } = await import('./unknown-command.ts');
  throw unknownCommand(topic, COMMAND_NAMES);
}

/** @throws {UserError} for an unknown flag: it names the flag that was meant, or else the help */
function parsedFor({ name }: ListedCommand, argv: readonly string[], known: readonly Flag[]) {
  try {
    return normalizeArgv(argv, known);
  } catch (error) {
    if (!(error instanceof UnknownFlagError && error.needsHelp)) throw error;
    throw new UserError(`${error.message}; see 'kubectl endpoints ${name} --help'`);
  }
}
