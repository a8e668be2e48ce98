import { createColors } from 'picocolors';
import { describe, expect, test } from 'vitest';
import { columns } from '../../../src/render/text/columns.ts';
import { wrapText } from '../../../src/text/wrap.ts';

describe('columns', () => {
  test('three spaces between, nothing behind the last', () => {
    expect(
      columns([
        ['A', 'LONG', 'C'],
        ['1', '2', ''],
        ['12345', '', '3'],
      ]),
    ).toEqual(['A       LONG   C', '1       2', '12345          3']);
  });

  test('wide characters count as two', () => {
    expect(
      columns([
        ['日本', 'x'],
        ['abcd', 'y'],
      ]),
    ).toEqual(['日本   x', 'abcd   y']);
  });

  test('one wide character changes nothing for the other rows', () => {
    const red = createColors(true).red;
    const rows = Array.from({ length: 300 }, (_, i) => [red(`name-${i}`), '', 'x'.repeat(i % 7), 'last']);
    const plain = columns([['NAME', 'A', 'B', 'C'], ...rows]);
    const wide = columns([['NAME', 'A', 'B', 'C'], ...rows, ['名', '', '', '👍🏽']]);
    expect(plain[1]).toBe(`${red('name-0')}${' '.repeat(18)}last`);
    expect(wide.slice(0, -1)).toEqual(plain);
  });

  test('nothing', () => {
    expect(columns([])).toEqual([]);
  });

  test('a long name is never cut', () => {
    const name = 'a'.repeat(253);
    expect(columns([[name, 'x']])).toEqual([`${name}   x`]);
  });
});

describe('words', () => {
  test('are broken into lines', () => {
    expect(wrapText('one two three', '  ', 9)).toEqual(['  one two', '  three']);
    expect(wrapText('one two  three', '  ', 10)).toEqual(['  one two', '  three']);
  });

  test('that are too long stay whole', () => {
    expect(wrapText('a verylongword b', '', 5)).toEqual(['a', 'verylongword', 'b']);
  });

  test('in a pipe are not', () => {
    expect(wrapText('one two three', '  ', null)).toEqual(['  one two three']);
  });
});
