/** The recipes of docs/report.md print something, by jq where there is one. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../support/run-main.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/report.md'), 'utf8');
const recipes = [...page.matchAll(/```jq\nkubectl endpoints (.+)\n([\s\S]+?)```/g)].map(
  ([, command = '', filter = '']) => [command, filter.trim()] as const,
);

const jq = (filter: string, input: string) =>
  spawnSync('jq', ['--raw-output', filter], { input, encoding: 'utf8', timeout: 10_000 });
const hasJq = jq('.', '1').stdout === '1\n';
if (!hasJq) process.stderr.write('skipped: the recipes of docs/report.md, for there is no jq\n');

test('each block is a recipe', () => {
  expect(recipes).toHaveLength([...page.matchAll(/^```\w+/gm)].length);
  expect(recipes.length).toBeGreaterThan(4);
});

test.skipIf(!hasJq).each(recipes)('kubectl endpoints %s | jq %j', async (command, filter) => {
  const { stdout: report } = await run([
    ...command.split(' '),
    '-f',
    join(root, 'test/lookups/way-back.json'),
  ]);
  const { status, stdout, stderr } = jq(filter, report);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^\S.*\n/);
  expect(stdout).not.toMatch(/^null$/m);
});
