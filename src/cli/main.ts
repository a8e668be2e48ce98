/**
 * The command line:
 *
 *     argv ──pflag.ts──▶ words ──yargs──▶ the command's module ──run──▶ exit code
 *             │            │     program.ts   src/commands/
 *             │            └ COMMAND --flag value … -- ARGUMENT …
 *             └ kubectl's grammar of flags, and its errors
 *
 * yargs finds the command, checks choices and prints help (help.ts); an error of any of them is one line here.
 */
import { homedir } from 'node:os';
import { print } from '../commands/shared/print.ts';
import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import { escapeLines, escapeText } from '../text/escape.ts';
import { COMMANDS } from './commands.ts';
import { watchForCrash } from './crash.ts';
import { ANY_COMMAND, flagsOf, HELP } from './flags.ts';
import { firstArgument, normalizeArgv } from './pflag.ts';
import { runProgram } from './program.ts';

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
  commandOf(firstArgument(argv, flagsOf(ANY_COMMAND)))?.failureCode ?? 1;

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
  try {
    return await runProgram(await wordsOf(argv), io, seen);
  } catch (error) {
    await print(errorText(error, seen.verbosity, io), io.stderr).catch(() => {});
    return io.interrupted.aborted ? INTERRUPTED : failureOf(argv);
  }
}

const HELP_WANTED = [`--${HELP.name}`, 'true'];

/** The words for yargs: the name of the command, its flags, and behind `--` its arguments. */
async function wordsOf(argv: readonly string[]): Promise<readonly string[]> {
  const name = firstArgument(argv, flagsOf(ANY_COMMAND));
  const command = commandOf(name);
  // What is no command is for yargs to refuse.
  if (name !== null && name !== 'help' && !command) return [name];
  const { args, flags } = normalizeArgv(argv, flagsOf(command ? await command.load() : ANY_COMMAND));
  const [, ...rest] = args;
  if (command) return [command.name, ...flags, '--', ...rest];
  const [topic = null] = rest;
  if (topic === null) return HELP_WANTED;
  return commandOf(topic) ? [topic, ...HELP_WANTED] : [topic];
}

function errorText(error: unknown, verbosity: number, io: IO): string {
  if (io.interrupted.aborted) return '';
  if (error instanceof UserError) return `${escapeLines(error.line)}\n`;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const trace = verbosity >= 8 ? (stack ?? '').split('\n').map((line) => `${escapeText(line)}\n`) : [];
  return `error: internal: ${escapeText(message)}\n${trace.join('')}`;
}
