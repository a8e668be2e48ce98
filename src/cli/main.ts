/**
 * The command line:
 *
 *     argv ──words.ts──▶ words ──yargs──▶ the command's module ──run──▶ exit code
 *             │            │     program.ts   src/commands/
 *             │            └ COMMAND --flag value … -- ARGUMENT …
 *             └ kubectl's flag syntax and error messages
 *
 * yargs dispatches the command, validates choices and prints help (help.ts). An error of any stage becomes one line.
 */
import { homedir } from 'node:os';
import { print } from '../commands/shared/print.ts';
import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import { escapeLines, escapeText } from '../text/escape.ts';
import { COMMANDS } from './commands.ts';
import { watchForCrash } from './crash.ts';
import { ANY_COMMAND, flagsOf } from './flags.ts';
import { firstArgument } from './pflag.ts';
import { runProgram } from './program.ts';
import { wordsOf } from './words.ts';

/** 128 + SIGINT, as a shell reports it. */
const INTERRUPTED = 130;

/** The executable that kubectl runs for completion, with an optional folder and `.exe`. */
const COMPLETER = /(?:^|[/\\])kubectl_complete-[^/\\]*$/;

/**
 * The entry point of every launcher.
 * @param host the process, which nothing else touches
 * @param calledBy the path or name of the executable
 */
export async function start(host: NodeJS.Process, calledBy: string): Promise<void> {
  // A closed pipe (`| head -1`) is no error; without a listener Node prints a stack trace.
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
    // A pending operation may not support cancellation, such as a proxy connection.
    if (interrupted.signal.aborted) host.exit();
    return;
  }
  // Node waits for getaddrinfo before it exits; with an unreachable name server that takes ten seconds.
  host.env.RES_OPTIONS ??= 'timeout:1 attempts:1';
  const { complete } = await import('./completion/complete.ts');
  // Abandoned requests must not keep the process alive.
  host.exit(await complete(words, io));
}

const commandOf = (name: string | null) => COMMANDS.find((command) => command.name === name);
const failureOf = (argv: readonly string[]) =>
  commandOf(firstArgument(argv, flagsOf(ANY_COMMAND)))?.failureCode ?? 1;

/** The words to complete; null if this is no completion request. */
export function typedWords(calledBy: string, argv: readonly string[]): readonly string[] | null {
  if (COMPLETER.test(calledBy)) return argv;
  return argv[0] === '__complete' ? argv.slice(1) : null;
}

function ioOf(host: NodeJS.Process, interrupted: AbortSignal): IO {
  const { stdout, stderr, env, platform, arch, versions, version } = host;
  const runtime = versions.bun ? `bun ${versions.bun}` : `node ${version}`;
  return {
    // Opening it takes a millisecond, and few commands read it.
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

/** A command that reads no files works in a deleted directory too. */
function cwdOf(host: NodeJS.Process): string {
  try {
    return host.cwd();
  } catch {
    return host.env.PWD || '/';
  }
}

/**
 * Runs a command line.
 * @param argv without the executable
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

function errorText(error: unknown, verbosity: number, io: IO): string {
  if (io.interrupted.aborted) return '';
  if (error instanceof UserError) return `${escapeLines(error.fullMessage)}\n`;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const trace = verbosity >= 8 ? (stack ?? '').split('\n').map((line) => `${escapeText(line)}\n`) : [];
  return `error: internal: ${escapeText(message)}\n${trace.join('')}`;
}
