/** README names findings and commands that exist, and all commands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { RULES } from '../../src/rules/engine/catalogue.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

/** The rows of the table under a heading, as cells. */
function tableUnder(heading: string): string[][] {
  const [, section = ''] = new RegExp(`^## ${heading}\\n([\\s\\S]*?)(?=^## )`, 'm').exec(readme) ?? [];
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));
}

test('each symptom leads to findings, by the names that they have', () => {
  const rows = tableUnder('Symptoms');
  expect(rows.length).toBeGreaterThan(8);
  const known = RULES.map(({ name }) => `[${name}](docs/findings/${name}.md)`);
  for (const [symptom, findings = ''] of rows)
    expect([symptom, findings.split(', ').filter((link) => !known.includes(link))]).toEqual([symptom, []]);
});

test('the table of commands has each command', () => {
  const named = tableUnder('Commands').flatMap(([cell = '']) =>
    [...cell.matchAll(/`([a-z-]+)/g)].map(([, name]) => name),
  );
  expect([...new Set(named)].sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
});

test('the two commands of a newcomer are there', () => {
  expect(readme).toContain('```sh\nnpm ci && npm run demo\n```');
  expect(readme).toContain('```sh\nnpm ci && npm test\n```');
});
