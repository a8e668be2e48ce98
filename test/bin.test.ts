/** The launcher as a process: what only a real pipe shows. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { service } from './objects.ts';

const bin = join(import.meta.dirname, '../bin/kubectl-endpoints');

test('a reader that has gone is no error', async () => {
  // More than a pipe holds.
  const items = Array.from({ length: 500 }, (_, i) => service({}, { name: `web-${i}` }));
  const child = spawn(process.execPath, [bin, 'describe', '-f', '-']);
  const ended = once(child, 'close');
  child.stdin.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await text(child.stderr)).toBe('');
  expect((await ended)[0]).toBe(0);
});

test.each([
  [['describe', '-A=maybe', '-f', 'x'], 'error: invalid argument "maybe" for "-A, --all-namespaces" flag'],
  [['describe', 'svc', 'x', '-v=abc'], 'error: invalid argument "abc" for "-v, --v" flag'],
  [['describe', ''], 'error: resource name may not be empty'],
  [['check', '-f', ''], 'error: the path "" does not exist'],
])('%j is refused', async (args, line) => {
  const child = spawn(process.execPath, [bin, ...args]);
  expect(await text(child.stderr)).toContain(line);
});
