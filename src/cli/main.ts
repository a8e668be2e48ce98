import { homedir } from 'node:os';
import { print } from '../commands/print.ts';
import type { Command } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import { escapeText } from '../words/escape.ts';
import { COMMANDS } from './commands.ts';
import { connectionFlags, SHARED_FLAGS } from './flags.ts';
import { firstArgument, takeApart } from './grammar.ts';
import { commandHelp, programHelp } from './help.ts';
import { parse } from './parse.ts';
import { styleOf } from './style.ts';

/** What a shell reports for a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

/**
 * Runs the program: what every launcher does.
 * @param host the process, which nothing else touches
 * @param calledBy the name that the program was called by
 */
export async function start(host: NodeJS.Process, _calledBy: string): Promise<void> {
  // A reader that has gone (`| head -1`) is no error; without a listener Node ends with a stack.
  for (const stream of [host.stdout, host.stderr]) stream.on('error', () => {});
  const interrupted = new AbortController();
  host.once('SIGINT', () => interrupted.abort());
  const { stdout, stderr, env, platform } = host;
  host.exitCode = await main(host.argv.slice(2), {
    // It takes a millisecond to open, and hardly any command reads it.
    get stdin() {
      return host.stdin;
    },
    stdout,
    stderr,
    env,
    cwd: host.cwd(),
    home: homedir(),
    platform,
    interrupted: interrupted.signal,
  });
}

/**
 * Runs one command line.
 * @param argv without the program's own name
 * @returns the exit code; never throws, never exits
 */
export async function main(argv: readonly string[], io: IO): Promise<number> {
  const name = firstArgument(argv, SHARED_FLAGS);
  const listed = COMMANDS.find((command) => command.name === name);
  try {
    if (listed) return await run(await listed.load(), argv, io);
    if (name !== null && name !== 'help')
      throw new UserError(`error: unknown command "${name}" for "kubectl endpoints"`);
    if (name === null) takeApart(argv, SHARED_FLAGS);
    await print(programHelp(COMMANDS), io.stdout);
    return 0;
  } catch (error) {
    await print(errorText(error, argv, io), io.stderr).catch(() => {});
    if (io.interrupted.aborted) return INTERRUPTED;
    return listed?.failure ?? 1;
  }
}

async function run(command: Command, argv: readonly string[], io: IO): Promise<number> {
  const { args, flags } = parse(command, argv);
  if (flags.on('help')) {
    await print(commandHelp(command), io.stdout);
    return 0;
  }
  const [, ...rest] = args;
  return command.run(
    { args: rest, flags, connection: connectionFlags(flags), style: styleOf(flags, io) },
    io,
  );
}

function errorText(error: unknown, argv: readonly string[], io: IO): string {
  if (io.interrupted.aborted) return '';
  if (error instanceof UserError) return `${error.line.split('\n').map(escapeText).join('\n')}\n`;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const verbose = argv.some((word) => /^-v=?([89]|\d\d)$|^--v=([89]|\d\d)$/.test(word));
  return `error: internal: ${escapeText(message)}\n${verbose ? `${stack}\n` : ''}`;
}
