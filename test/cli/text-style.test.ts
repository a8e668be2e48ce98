import { expect, test } from 'vitest';
import { run } from '../support/run-main.ts';

const line = ['check', '-f', 'clusters/one-pod-crashing.json'];
const isColored = async (flags: string[], world: Parameters<typeof run>[1] = {}) =>
  (await run([...line, ...flags], world)).stdout.includes('\u001b');

const terminal = { columns: 200 };

test.each([
  ['a pipe', [], {}, false],
  ['a terminal', [], terminal, true],
  ['a terminal, NO_COLOR', [], { ...terminal, env: { NO_COLOR: '1' } }, false],
  ['a terminal, NO_COLOR empty: as in kubectl', [], { ...terminal, env: { NO_COLOR: '' } }, false],
  ['a terminal that is dumb', [], { ...terminal, env: { TERM: 'dumb' } }, false],
  ['always, in a pipe', ['--color', 'always'], {}, true],
  ['always, NO_COLOR', ['--color=always'], { env: { NO_COLOR: '1' } }, true],
  ['never, in a terminal', ['--color=never'], terminal, false],
  ['json', ['-o', 'json', '--color=always'], terminal, false],
])('%s', async (_, flags, world, colored) => {
  expect(await isColored(flags, world)).toBe(colored);
});

test('text reads the same without color', async () => {
  const [plain, colored] = await Promise.all([run(line), run([...line, '--color=always'])]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: color is what is taken out
  expect(colored.stdout.replace(/\u001b\[\d+m/g, '')).toBe(plain.stdout);
});
