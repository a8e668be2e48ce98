/** docs/images/ is what the program prints now (npm run docs writes it), drawn as a terminal. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pictures } from '../../scripts/picture/run.ts';
import { PALETTES, terminalSvg, wordsOf } from '../../scripts/picture/terminal-svg.ts';
import { run } from '../support/run-main.ts';

const root = join(import.meta.dirname, '../..');
const drawn = await pictures();
const names = Object.keys(drawn);

test.each(names)('%s is current', (name) => {
  expect(readFileSync(join(root, 'docs/images', name), 'utf8')).toBe(drawn[name]);
});

test('README shows each of them', () => {
  expect(readdirSync(join(root, 'docs/images')).sort()).toEqual(names.toSorted());
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const name of names) expect(readme).toContain(`"docs/images/${name}"`);
});

test('light and dark have the same text: that of the command', async () => {
  const [light = '', dark = ''] = names.map((name) => textOf(drawn[name] ?? ''));
  expect(light).toBe(dark);
  const { stdout } = await run(['describe', 'svc', 'app', '-f', 'multi-port-one-broken.json'], {
    cwd: join(root, 'test/clusters'),
    columns: 80,
    env: { NO_COLOR: '1' },
  });
  expect(light.replaceAll(' ', '')).toContain(stdout.replace(/[ \n]/g, ''));
});

/** The text of a picture, without spaces between the columns of a table. */
function textOf(svg: string): string {
  return [...svg.matchAll(/<tspan[^>]*>([^<]*)<\/tspan>/g)]
    .map(([, text = '']) => text)
    .join('')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

describe('text with ANSI escapes', () => {
  const plain = { bold: false, dim: false, color: null };

  test.each([
    ['a  b c', [word(0, 'a'), word(3, 'b c')]],
    ['  \x1b[31mno\x1b[39m yes', [word(2, 'no', { color: 31 }), word(4, ' yes')]],
    [
      '\x1b[1ma\x1b[22m\x1b[2mb\x1b[0mc',
      [word(0, 'a', { bold: true }), word(1, 'b', { dim: true }), word(2, 'c')],
    ],
    ['\x1b[1;33ma', [word(0, 'a', { bold: true, color: 33 })]],
    ['', []],
  ])('%j', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });

  function word(column: number, text: string, style: object = {}) {
    return { column, text, style: { ...plain, ...style } };
  }

  test('a code that it does not know is no text', () => {
    expect(() => wordsOf('\x1b[7mx')).toThrow('ANSI code 7 cannot be drawn');
  });
});

test('characters of XML are text', () => {
  const svg = terminalSvg({ title: 'a & b', caption: '"c"', output: '<none>', columns: 10 }, PALETTES.dark);
  expect(svg).toContain('<title id="title">a &amp; b</title>');
  expect(svg).toContain('&quot;c&quot;');
  expect(svg).toContain('>&lt;none&gt;</tspan>');
});
