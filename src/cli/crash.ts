import { escapeText } from '../text/escape.ts';

/**
 * Reports uncaught errors and unhandled rejections as one line. Does so too if the event loop runs empty before the
 * command has finished, where Node would exit with code 0.
 * @param code the exit code of a crash
 * @returns removes the listeners
 */
export function watchForCrash(host: NodeJS.Process, code: number): () => void {
  const crash = (error: unknown) => {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    const lines = [`error: internal: ${message}`, ...(isVerbose(host.argv) ? stack.split('\n') : [])];
    host.stderr.write(lines.map((line) => `${escapeText(line)}\n`).join(''));
    host.exit(code);
  };
  const stalled = () => crash(new Error('the event loop ran empty before the command finished'));
  const watched = { uncaughtException: crash, unhandledRejection: crash, beforeExit: stalled };
  for (const [event, listener] of Object.entries(watched)) host.on(event, listener);
  return () => {
    for (const [event, listener] of Object.entries(watched)) host.off(event, listener);
  };
}

/** Looks for `-v 8` or higher in the raw argv, since a crash may precede parsing. */
const isVerbose = (argv: readonly string[]) =>
  /(?:^|\s)--?v[=\s]?(?:[89]|\d{2,})(?:\s|$)/.test(argv.slice(2).join(' '));
