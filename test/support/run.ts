import { dirname } from 'node:path';
import { main } from '../../src/cli/main.ts';
import type { IO } from '../../src/model/io.ts';

interface World {
  stdin?: string;
  /** Columns of the terminal; absent: a pipe. */
  columns?: number;
  env?: Record<string, string>;
  cwd?: string;
}

/** One command line through main(), with everything outside made up. */
export async function run(argv: readonly string[], world: World = {}) {
  const written = { stdout: '', stderr: '' };
  const output = (stream: keyof typeof written) => ({
    write(text: string, done?: () => void) {
      written[stream] += text;
      done?.();
    },
    ...(world.columns === undefined ? {} : { isTTY: true, columns: world.columns }),
  });
  const code = await main(argv, {
    ...ioOf(world.stdin ?? ''),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: world.env ?? {},
    cwd: world.cwd ?? dirname(import.meta.dirname),
  });
  return { code, ...written };
}

/** An IO of which only stdin says something. */
export function ioOf(stdin: string): IO {
  return {
    stdin: (async function* () {
      yield stdin;
    })(),
    stdout: { write: () => {} },
    stderr: { write: () => {} },
    env: {},
    cwd: '/',
    home: '/',
    platform: 'linux',
    arch: 'x64',
    runtime: 'node v26.10.0',
    interrupted: new AbortController().signal,
  };
}
