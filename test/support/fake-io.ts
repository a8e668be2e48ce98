import type { IO } from '../../src/model/io.ts';

/** An IO that reads this from stdin and discards its output. */
export function ioWithStdin(stdin: string): IO {
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

/** An IO that records what is written to stderr. */
export interface FakeIO extends IO {
  errors: string[];
}

export function fakeIO(overrides: Partial<IO> = {}): FakeIO {
  const errors: string[] = [];
  const stderr = { write: (text: string) => errors.push(text) };
  return {
    ...ioWithStdin(''),
    errors,
    stdout: { write: () => true },
    stderr,
    home: '/nonexistent',
    ...overrides,
  };
}

/**
 * An IO that records all output.
 * @param columns the width of its terminal; absent for a pipe
 */
export function memoryIO(columns?: number): { io: IO; seen: { stdout: string; stderr: string } } {
  const seen = { stdout: '', stderr: '' };
  const output = (stream: keyof typeof seen) => ({
    write(text: string, done?: () => void) {
      seen[stream] += text;
      done?.();
    },
    ...(columns === undefined ? {} : { isTTY: true, columns }),
  });
  return { io: { ...ioWithStdin(''), stdout: output('stdout'), stderr: output('stderr') }, seen };
}
