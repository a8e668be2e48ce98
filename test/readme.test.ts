/** Every ```console block of these pages is what its commands print on the recording named before it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './run.ts';

const root = join(import.meta.dirname, '..');
const pages = ['README.md', 'docs/lookups.md']
  .map((page) => readFileSync(join(root, page), 'utf8'))
  .join('\n');
const blocks = [...pages.matchAll(/(?:<!-- recording: (\S+) -->\n\n?)?```console\n([\s\S]*?)```\n/g)].map(
  ([, recording = 'demo/cluster.json', text = '']): [string, string, string] => [
    text.slice(0, text.indexOf('\n')),
    text,
    recording,
  ],
);

test.each(blocks)('%s', async (_, text, recording) => {
  let printed = '';
  let last = 0;
  for (const line of text.split('\n').filter((one) => one.startsWith('$ '))) {
    printed += `${line}\n`;
    if (line === '$ echo $?') printed += `${last}\n`;
    else {
      const args = line.replace('$ kubectl endpoints ', '').split(' ');
      const reads = ['describe', 'get', 'check'].includes(args[0] ?? '');
      const { code, stdout, stderr } = await run(reads ? [...args, '-f', recording] : args, { cwd: root });
      printed += stdout + stderr;
      last = code;
    }
  }
  expect(printed).toBe(text);
});
