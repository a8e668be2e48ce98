import { escapeText } from '../text/escape.ts';

/**
 * What nobody has caught is told in one line, and never ends with the code of success: not a promise that was left
 * alone, nor a wait for what will not come, after which the process would end as if all were done.
 * @param code the exit code then
 * @returns ends the watch
 */
export function watchForCrash(host: NodeJS.Process, code: number): () => void {
  const crash = (error: unknown) => {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    const lines = [`error: internal: ${message}`, ...(isVerbose(host.argv) ? stack.split('\n') : [])];
    host.stderr.write(lines.map((line) => `${escapeText(line)}\n`).join(''));
    host.exit(code);
  };
  const stalled = () => crash(new Error('there is nothing left to wait for'));
  const watched = { uncaughtException: crash, unhandledRejection: crash, beforeExit: stalled };
  for (const [event, listener] of Object.entries(watched)) host.on(event, listener);
  return () => {
    for (const [event, listener] of Object.entries(watched)) host.off(event, listener);
  };
}

/** The words have not been understood yet. */
const isVerbose = (argv: readonly string[]) =>
  /(?:^|\s)--?v[=\s]?(?:[89]|\d{2,})(?:\s|$)/.test(argv.slice(2).join(' '));
