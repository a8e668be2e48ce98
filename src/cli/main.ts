import { homedir } from 'node:os';
import { CONNECTION_FLAGS, connectionFlags } from '../commands/connection-flags.ts';
import { print } from '../commands/print.ts';
import type { Command } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import { escapeLines, escapeText } from '../words/escape.ts';
import { COMMANDS } from './commands.ts';
import { watchForCrash } from './crash.ts';
import { ANY_COMMAND, flagsOf, HELP, valuesOf } from './flags.ts';
import { firstArgument, takeApart } from './grammar.ts';
import { commandHelp, programHelp } from './help.ts';
import { parse } from './parse.ts';
import { styleOf } from './style.ts';

/** What a shell reports for a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

/** The name that kubectl calls for completion, with or without a folder before it and `.exe` behind it. */
const COMPLETER = /(?:^|[/\\])kubectl_complete-[^/\\]*$/;

/**
 * Runs the program: what every launcher does.
 * @param host the process, which nothing else touches
 * @param calledBy the name that the program was called by
 */
export async function start(host: NodeJS.Process, calledBy: string): Promise<void> {
  // A reader that has gone (`| head -1`) is no error; without a listener Node ends with a stack.
  for (const stream of [host.stdout, host.stderr]) stream.on('error', () => {});
  const interrupted = new AbortController();
  host.once('SIGINT', () => interrupted.abort());
  const io = ioOf(host, interrupted.signal);
  const argv = host.argv.slice(2);
  const words = typedWords(calledBy, argv);
  if (words === null) {
    const finished = watchForCrash(host, failureOf(argv));
    host.exitCode = await main(argv, io);
    finished();
    // What was being waited for may not know of it, a proxy for example.
    if (interrupted.signal.aborted) host.exit();
    return;
  }
  // Node ends only when the C library has given up on a name server that does not answer: after ten seconds.
  host.env.RES_OPTIONS ??= 'timeout:1 attempts:1';
  const { complete } = await import('./completion/complete.ts');
  // What was given up must not keep the process.
  host.exit(await complete(words, io));
}

const commandOf = (name: string | null) => COMMANDS.find((command) => command.name === name);
const failureOf = (argv: readonly string[]) =>
  commandOf(firstArgument(argv, flagsOf(ANY_COMMAND)))?.failure ?? 1;

/** The words to complete; null on any other command line. */
export function typedWords(calledBy: string, argv: readonly string[]): readonly string[] | null {
  if (COMPLETER.test(calledBy)) return argv;
  return argv[0] === '__complete' ? argv.slice(1) : null;
}

function ioOf(host: NodeJS.Process, interrupted: AbortSignal): IO {
  const { stdout, stderr, env, platform, arch, versions, version } = host;
  const runtime = versions.bun ? `bun ${versions.bun}` : `node ${version}`;
  return {
    // It takes a millisecond to open, and hardly any command reads it.
    get stdin() {
      return host.stdin;
    },
    stdout,
    stderr,
    env,
    cwd: cwdOf(host),
    home: homedir(),
    platform,
    arch,
    runtime,
    interrupted,
  };
}

/** What needs no folder runs in one that has been deleted, too. */
function cwdOf(host: NodeJS.Process): string {
  try {
    return host.cwd();
  } catch {
    return host.env.PWD || '/';
  }
}

/**
 * Runs one command line.
 * @param argv without the program's own name
 * @returns the exit code; never throws, never exits
 */
export async function main(argv: readonly string[], io: IO): Promise<number> {
  const seen = { verbosity: 0 };
  const name = firstArgument(argv, flagsOf(ANY_COMMAND));
  const listed = commandOf(name);
  try {
    if (listed) return await run(await listed.load(), argv, io, seen);
    if (name !== null && name !== 'help') throw unknown(name);
    const [, topic = null] = takeApart(argv, flagsOf(ANY_COMMAND)).args;
    await print(await helpOn(topic), io.stdout);
    return 0;
  } catch (error) {
    await print(errorText(error, seen.verbosity, io), io.stderr).catch(() => {});
    if (io.interrupted.aborted) return INTERRUPTED;
    return listed?.failure ?? 1;
  }
}

/** `help`, `help COMMAND` */
async function helpOn(topic: string | null): Promise<string> {
  if (topic === null) return programHelp(COMMANDS);
  const command = commandOf(topic);
  if (!command) throw unknown(topic);
  return commandHelp(await command.load());
}

function unknown(name: string): UserError {
  return new UserError(`error: unknown command "${name}" for "kubectl endpoints"`);
}

/** @param seen is told of `-v` */
async function run(
  command: Command,
  argv: readonly string[],
  io: IO,
  seen: { verbosity: number },
): Promise<number> {
  const { args, parsed } = parse(command, argv);
  if (valuesOf([HELP], parsed).help) {
    await print(commandHelp(command), io.stdout);
    return 0;
  }
  const [, ...rest] = args;
  const connection = connectionFlags(valuesOf(CONNECTION_FLAGS, parsed));
  seen.verbosity = connection.verbosity;
  const flags = valuesOf(flagsOf(command), parsed);
  return command.run({ args: rest, flags, connection, style: styleOf(parsed, io) }, io);
}

function errorText(error: unknown, verbosity: number, io: IO): string {
  if (io.interrupted.aborted) return '';
  if (error instanceof UserError) return `${escapeLines(error.line)}\n`;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const trace = verbosity >= 8 ? (stack ?? '').split('\n').map((line) => `${escapeText(line)}\n`) : [];
  return `error: internal: ${escapeText(message)}\n${trace.join('')}`;
}
