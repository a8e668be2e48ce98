import type { IO } from '../../../src/model/io.ts';

/** An IO that remembers what is written. */
export function memoryIO(): { io: IO; seen: { stdout: string; stderr: string } } {
  const seen = { stdout: '', stderr: '' };
  const output = (stream: keyof typeof seen) => ({
    write(text: string, done?: () => void) {
      seen[stream] += text;
      done?.();
    },
  });
  const io: IO = {
    stdin: (async function* () {})(),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: {},
    cwd: '/',
    home: '/',
    platform: 'linux',
    arch: 'x64',
    runtime: 'node v26.10.0',
    interrupted: new AbortController().signal,
  };
  return { io, seen };
}
