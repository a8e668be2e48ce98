import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../../../src/rules/engine/catalogue.ts';
import { evaluateObjects, onlyFinding } from '../../../support/evaluate.ts';
import type { Raw } from '../../../support/objects.ts';
import { EXAMPLES } from '../../../support/rule-examples.ts';

test('each rule has an example', () => {
  expect(Object.keys(EXAMPLES).toSorted()).toEqual(RULES.map(({ name }) => name).toSorted());
});

test.each(Object.entries(EXAMPLES))('%s finds its example, once', async (name, objects) => {
  const { findings } = await evaluateObjects(...objects);
  expect(findings.filter(({ rule }) => rule === name)).toHaveLength(1);
});

/** Splits a command line as a shell does: the words of each kubectl that it runs. */
function runsOf(fix: string): { runs: string[][]; stderr: string } {
  const script = String.raw`kubectl() { printf '%s\0' "$@" '|end|' >&3; }; ${fix}`;
  const { output, stderr } = spawnSync('sh', ['-c', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const runs = String(output[3]).split('|end|\0').slice(0, -1);
  return { runs: runs.map((run) => run.split('\0').slice(0, -1)), stderr };
}

/** Values that survive only if every word is quoted. */
const TAIL = '`id` #';

const CHOSEN = /^(web|a1?|a2|b1?|db|own|shop|n1|np|default|lab|me|web-\w+)$/;

/** The same cluster, with shell syntax in all fields that a user may choose. */
const hostile = (objects: readonly Raw[]) => renamed(objects, (word) => `${word}'; echo "$(id)" ${TAIL}`);

function renamed(objects: readonly Raw[], name: (word: string) => string): Raw[] {
  const meant = (word: string) => (CHOSEN.test(word) ? name(word) : word);
  return JSON.parse(JSON.stringify(objects), (_, value) =>
    typeof value === 'string' ? value.split('.').map(meant).join('.') : value,
  );
}

test.each(Object.entries(EXAMPLES))('what was not tried changes nothing: %s', async (_, objects) => {
  const { findings } = await evaluateObjects(...objects);
  // Ports that apply dropped come back by apply alone; only the user has the file.
  for (const { remedy } of findings.filter(({ remedy: { kind } }) => kind === 'next'))
    expect(remedy.command ?? '').not.toMatch(
      /^kubectl.* (delete|patch|label|annotate|scale|replace|create) /,
    );
});

describe('a fix that is a command is safe to paste', () => {
  test.each(Object.entries(EXAMPLES))('%s', async (name, objects) => {
    const { findings } = await evaluateObjects(...hostile(objects));
    const fix = findings.find(({ rule }) => rule === name)?.remedy.command ?? '';
    if (fix === '') return;
    const { runs, stderr } = runsOf(fix);
    const words = runs.flat();
    expect(words.length).toBeGreaterThanOrEqual(2);
    expect(words.join(' ').split(TAIL)).toHaveLength(fix.split(TAIL).length);
    expect(stderr).toBe('');
  });
});

/** The words that kubectl parses as flags, except values of other flags. */
function flagsOf(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? words.length : end).filter((word, i) => {
    return word.startsWith('--') && !/^(-[nclop]|--ip|--port)$/.test(words[i - 1] ?? '');
  });
}

describe('no name becomes a flag', () => {
  test.each(Object.entries(EXAMPLES))('%s', async (name, objects) => {
    const { findings } = await evaluateObjects(...renamed(objects, (word) => `--${word}`));
    const fix = findings.find(({ rule }) => rule === name)?.remedy.command ?? '';
    if (fix === '') return;
    for (const flag of runsOf(fix).runs.flatMap(flagsOf))
      expect(flag).toMatch(
        /^--(type=\w+|previous|show-labels|replicas=1|field-selector=.*|ip|port|server-side|force-conflicts|headless|dry-run=client)$/s,
      );
  });

  test.each(Object.entries(EXAMPLES))('and a flag no name: %s', async (name, objects) => {
    expect(onlyFinding(await evaluateObjects(...objects), name).fix).not.toContain(' -- ');
  });
});

describe('a remedy', () => {
  /** The findings whose example has a change that mends it. */
  const FIXES = [
    'external-name-ignores-selector',
    'nodes-without-local-endpoints',
    'port-name-mismatch',
    'port-number-differs',
    'service-not-proxied',
  ];

  test.each(Object.entries(EXAMPLES))('of %s', async (name, objects) => {
    const { remedy } = onlyFinding(await evaluateObjects(...objects), name);
    const isFix = FIXES.includes(name);
    expect(remedy).toMatchObject({ kind: isFix ? 'fix' : 'next', tested: isFix });
    expect(remedy.text).not.toMatch(/^$|^kubectl /);
    if (remedy.command !== null) expect(remedy.command).toMatch(/^kubectl /);
    // A command that shows something changes nothing.
    if (/ (get|describe|logs) /.test(remedy.command ?? '')) expect(remedy.kind).toBe('next');
  });
});
