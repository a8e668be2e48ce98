import { dirname } from 'node:path';
import { main } from '../../src/cli/main.ts';
import { ioWithStdin, memoryIO } from './fake-io.ts';
import { expectValid } from './valid-report.ts';

interface RunOptions {
  stdin?: string;
  /** The width of the terminal; absent for a pipe. */
  columns?: number;
  env?: Record<string, string>;
  cwd?: string;
}

/** Runs a command line through main() in this process. */
export async function run(argv: readonly string[], options: RunOptions = {}) {
  const { stdin = '', columns, env = {}, cwd = dirname(import.meta.dirname) } = options;
  const { io, seen } = memoryIO(columns);
  const code = await main(argv, { ...io, stdin: ioWithStdin(stdin).stdin, env, cwd });
  expectValid(seen.stdout);
  return { code, ...seen };
}
