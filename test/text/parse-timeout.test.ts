import { expect, test } from 'vitest';
import { parseTimeout } from '../../src/text/duration.ts';

test.each([
  ['0', 0],
  ['5', 5_000],
  ['5s', 5_000],
  ['100ms', 100],
  ['1.5s', 1_500],
  ['1h30m', 5_400_000],
  ['2m3s', 123_000],
  ['720h', 2 ** 31 - 1],
  ['9999999999', 2 ** 31 - 1],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseTimeout(text)).toBe(milliseconds);
});

test.each(['abc', '-3', '', '5x', '1s1', 's', '1 s'])('%j is refused', (text) => {
  expect(() => parseTimeout(text)).toThrow(
    expect.objectContaining({ fullMessage: expect.stringContaining('error: Invalid timeout value.') }),
  );
});
