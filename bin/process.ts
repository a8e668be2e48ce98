/** The process as main() sees it: the only code that touches `process`, beside the launcher. */
import { homedir } from 'node:os';
import { main } from '../src/cli/main.ts';

export async function run(): Promise<void> {
  // A reader that has gone (`| head -1`) is no error; without a listener the runtime ends with a stack.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.exitCode = await main(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    platform: process.platform,
    interrupted: interrupted.signal,
  });
}
