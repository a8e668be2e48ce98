import { expect, test } from 'vitest';
import { outputFormat } from '../../src/text/output-format.ts';

test.each(['yaml', 'json'])('%s is one of them', (wanted) => {
  expect(outputFormat(wanted, ['yaml', 'json'])).toBe(wanted);
});

test.each(['', 'YAML', 'a"b', 'a\nb', '__proto__'])('%j is none', (wanted) => {
  const line = `error: unable to match a printer suitable for the output format ${JSON.stringify(wanted)}, allowed formats are: json,yaml`;
  expect(() => outputFormat(wanted, ['yaml', 'json'])).toThrow(
    expect.objectContaining({ fullMessage: line }),
  );
});
