import { expect, test } from 'vitest';
import { readYaml } from '../../../src/files/parse/yaml-documents.ts';

const values = (text: string) => readYaml(text, 'a.yaml').map(({ value }) => value);

test.each([
  ['a list', 'a: [\n    1,\n    2\n]\nb: 3\n', { a: [1, 2], b: 3 }],
  ['a list, at its key', 'c:\n  a: [\n    1,\n  ]\n  b: 3\n', { c: { a: [1], b: 3 } }],
  ['a mapping', 'c:\n  a: {\n    d: 1\n}\n', { c: { a: { d: 1 } } }],
  ['a quoted text', "c:\n    a: '[\n        1\n  ]'\n", { c: { a: '[ 1 ]' } }],
])('%s may end further left than YAML allows, as for kubectl', (_, text, expected) => {
  expect(values(text)).toEqual([expected]);
});

test('what is broken otherwise is told as it stands', () => {
  expect(() => values('a: [\n  1,\n]\nb: {\n')).toThrow(
    expect.objectContaining({
      fullMessage: expect.stringMatching(/^error: error parsing a.yaml: .*\(\d+:\d+\)$/),
    }),
  );
});

test('lines are those of the file', () => {
  const [document] = readYaml('a: [\n  1\n]\nb: 3\n', 'a.yaml');
  expect(document?.positions.lineOf(['b'])).toBe(4);
  expect(document?.positions.lineOf(['a', 0])).toBe(2);
});
