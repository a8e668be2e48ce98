import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/rules/catalogue.ts';
import { judgeObjects } from '../support/judge.ts';
import type { Raw } from '../support/objects.ts';
import { EXAMPLES } from '../support/rule-examples.ts';

test('each rule has an example', () => {
  expect(Object.keys(EXAMPLES).toSorted()).toEqual(RULES.map(({ name }) => name).toSorted());
});

test.each(Object.entries(EXAMPLES))('%s finds its example, once', async (name, objects) => {
  const { findings } = await judgeObjects(...objects);
  expect(findings.filter(({ rule }) => rule === name)).toHaveLength(1);
});

/** What a shell makes of a command line: the words of each kubectl that it runs. */
function wordsOf(fix: string): { words: string[]; stderr: string } {
  const script = String.raw`kubectl() { printf '%s\0' "$@" >&3; }; ${fix}`;
  const { output, stderr } = spawnSync('sh', ['-c', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  return { words: String(output[3]).split('\0').slice(0, -1), stderr };
}

/** What only survives where every word is quoted. */
const TAIL = '`id` #';

const CHOSEN = /^(web|a1?|a2|b1?|db|own|shop|n1|np|default|lab|me|web-\w+)$/;

/** The same cluster, where all that somebody may choose is meant for the shell. */
const hostile = (objects: readonly Raw[]) => renamed(objects, (word) => `${word}'; echo "$(id)" ${TAIL}`);

function renamed(objects: readonly Raw[], name: (word: string) => string): Raw[] {
  const meant = (word: string) => (CHOSEN.test(word) ? name(word) : word);
  return JSON.parse(JSON.stringify(objects), (_, value) =>
    typeof value === 'string' ? value.split('.').map(meant).join('.') : value,
  );
}

describe('a fix that is a command is safe to paste', () => {
  test.each(Object.entries(EXAMPLES))('%s', async (name, objects) => {
    const { findings } = await judgeObjects(...hostile(objects));
    const fix = findings.find(({ rule }) => rule === name)?.fix ?? '';
    if (!fix.startsWith('kubectl ')) return;
    const { words, stderr } = wordsOf(fix);
    expect(words.length).toBeGreaterThan(2);
    expect(words.join(' ').split(TAIL)).toHaveLength(fix.split(TAIL).length);
    expect(stderr).toBe('');
  });
});

describe('no name becomes a flag', () => {
  test.each(Object.entries(EXAMPLES))('%s', async (name, objects) => {
    const { findings } = await judgeObjects(...renamed(objects, (word) => `--${word}`));
    const fix = findings.find(({ rule }) => rule === name)?.fix ?? '';
    if (!fix.startsWith('kubectl -n')) return;
    const { words } = wordsOf(fix);
    const end = words.indexOf('--');
    const flags = words.slice(0, end < 0 ? words.length : end).filter((word, i) => {
      return word.startsWith('--') && !/^-[nclop]$/.test(words[i - 1] ?? '');
    });
    for (const flag of flags)
      expect(flag).toMatch(/^--(type=\w+|previous|show-labels|replicas=1|field-selector=.*)$/s);
  });

  test.each(Object.entries(EXAMPLES))('and a flag no name: %s', async (name, objects) => {
    const { findings } = await judgeObjects(...objects);
    expect(findings.find(({ rule }) => rule === name)?.fix).not.toContain(' -- ');
  });
});
