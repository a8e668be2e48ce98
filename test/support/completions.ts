import { complete } from '../../src/cli/completion/complete.ts';
import type { IO } from '../../src/model/io.ts';
import { fakeIO } from './fake-io.ts';

/** Completes the last of the words. */
export async function completionsOf(words: readonly string[], overrides: Partial<IO> = {}) {
  let text = '';
  const stdout: IO['stdout'] = {
    write(more, done) {
      text += more;
      done?.();
    },
  };
  const io = fakeIO({ stdout, ...overrides });
  const code = await complete(words, io);
  const lines = text.split('\n');
  const [directive, end] = lines.splice(-2);
  if (code !== 0 || end !== '' || io.errors.length > 0) throw new Error(`${code}: ${text}${io.errors}`);
  const candidates = lines.map((line) => line.split('\t', 1)[0] ?? '');
  return { candidates, lines, directive };
}

/** Splits a line into words; a space at its end begins a new word. */
export const words = (line: string) => line.split(' ');
