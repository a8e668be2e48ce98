/** CONTRIBUTING names each folder of src/ and each dependency. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

/** The first cells of the table under a heading, without the head. */
function firstCells(heading: string): string[] {
  const [, section = ''] = new RegExp(`^## ${heading}\\n([\\s\\S]*?)(?=^## )`, 'm').exec(contributing) ?? [];
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.map((row) => row.split('|')[1]?.trim() ?? '');
}

test('the picture has each room', () => {
  const rooms = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `\`src/${name}/\``);
  expect(firstCells('The picture').sort()).toEqual(['`bin/`', ...rooms].sort());
});

test('each dependency has a reason', () => {
  const named = firstCells('Dependencies').flatMap((cell) => cell.replace(/ \(.*\)$/, '').split(', '));
  expect(named.sort()).toEqual(Object.keys(packageJson.devDependencies).sort());
});
