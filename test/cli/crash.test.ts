import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const crash = join(import.meta.dirname, '../../src/cli/crash.ts');

/** Runs a program that calls watchForCrash() and then this body. */
async function end(body: string, ...args: string[]) {
  const source = `import { watchForCrash } from ${JSON.stringify(crash)}; const done = watchForCrash(process, 2); ${body}`;
  const words = [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '-e',
    source,
    '--',
    'main',
    ...args,
  ];
  const child = spawn(process.execPath, words);
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: (await ended)[0], stdout, stderr };
}

test.each([
  ['a rejection', "Promise.reject(new Error('a\\u001b[2Jb'))", 'a^[[2Jb'],
  ['a rejection with anything', 'Promise.reject(null)', 'null'],
  ['an exception', "setTimeout(() => { throw new Error('late') })", 'late'],
  [
    'a wait without end',
    'await new Promise(() => {})',
    'the event loop ran empty before the command finished',
  ],
])('%s that nobody catches: one line', async (_, body, message) => {
  expect(await end(body)).toEqual({ code: 2, stdout: '', stderr: `error: internal: ${message}\n` });
});

test.each([[['-v', '8']], [['--v=10']], [['-v9']]])('%j: where it happened, too', async (args) => {
  const { code, stderr } = await end("Promise.reject(new Error('x'))", ...args, 'x');
  expect(stderr).toMatch(/^error: internal: x\nError: x\n {4}at /);
  expect(code).toBe(2);
});

test('an end in good order is none', async () => {
  expect(await end("done(); console.log('ok')")).toEqual({ code: 0, stdout: 'ok\n', stderr: '' });
});
