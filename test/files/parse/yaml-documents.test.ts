import { describe, expect, test } from 'vitest';
import { ParseFailure } from '../../../src/files/parse/parse-failure.ts';
import { readYaml } from '../../../src/files/parse/yaml-documents.ts';

const read = (text: string) => [...readYaml(text)];
const values = (text: string) => read(text).map((one) => ('value' in one ? one.value : one));

describe('what stands further left than YAML allows, as for kubectl', () => {
  test.each([
    ['a list', 'a: [\n    1,\n    2\n]\nb: 3\n', { a: [1, 2], b: 3 }],
    ['a list, at its key', 'c:\n  a: [\n    1,\n  ]\n  b: 3\n', { c: { a: [1], b: 3 } }],
    ['a mapping', 'c:\n  a: {\n    d: 1\n}\n', { c: { a: { d: 1 } } }],
    ['a quoted text', "c:\n    a: '[\n        1\n  ]'\n", { c: { a: '[ 1 ]' } }],
    [
      'lines of a quoted text',
      'c:\n  a: "one\n\n two\nthree\\\nfour"\n  b: 1',
      { c: { a: 'one\ntwo threefour', b: 1 } },
    ],
    ['in a list of a list', "- - 'one\ntwo'\n  - [a,\nb]\n- 3", [['one two', ['a', 'b']], 3]],
    ['a comment in a list', 'c:\n  a: [1, # one ]\n# two ]\n2]\n  b: 1', { c: { a: [1, 2], b: 1 } }],
    [
      'with block scalars around',
      "c:\n  x: |\n    '[\n  a: 'one\ntwo'\n  z: >-\n    {",
      { c: { x: "'[\n", a: 'one two', z: '{' } },
    ],
  ])('%s', (_, text, expected) => {
    expect(values(text)).toEqual([expected]);
  });
});

describe('what go-yaml reads and YAML 1.2 does not have', () => {
  test.each([
    [
      'a tag without a meaning',
      'a: !env_var X\nb: !!string False\nc: !x [1]\nd: !reference {e: 1}',
      { a: 'X', b: 'False', c: [1], d: { e: 1 } },
    ],
    [
      'numbers',
      '[1_000, 017, 0o17, 0x1F, 0b11, 1e3, .5, 08, -1_0, 12:30, 1_]',
      [1000, 15, 15, 31, 3, 1000, 0.5, 8, -10, '12:30', 1],
    ],
    ['booleans', '[yes, No, ON, off, y, N, true, TRUE]', [true, false, true, false, true, false, true, true]],
    ['an IPv6 address in a list', 'a: [fd00::, 1]', { a: ['fd00::', 1] }],
    ['a comment right after a text', 'a: "b"# c\nd: 1', { a: 'b', d: 1 }],
    ['an apostrophe that is escaped', 'a: "it\\\'s"', { a: "it's" }],
    ['the last of two keys', 'a: 1\na: 2', { a: 2 }],
    ['nothing behind the end of a document', 'a: 1\n...\nb: [\n', { a: 1 }],
  ])('%s', (_, text, expected) => {
    expect(values(text)).toEqual([expected]);
  });
});

test('what is broken otherwise is told as it stands, and hides no other document', () => {
  const [first, second, third] = read('a: 1\n---\nb: [\n  1,\n]\nc: {\n---\nd: 2\n');
  expect([first, third]).toMatchObject([{ value: { a: 1 } }, { value: { d: 2 } }]);
  expect(second).toBeInstanceOf(ParseFailure);
  expect(second).toMatchObject({ line: 7, isTemplate: false });
});

test('a template elsewhere in the file is not to blame', () => {
  const [failure] = read('a:\n  b: |\n    c\n d: e\nf: >\n  x\n  {{ $labels.verb }}\n');
  expect(failure).toMatchObject({ line: 4, isTemplate: false });
});

test('lines are those of the file', () => {
  const [, document] = read('x: 1\n---\na: [\n  1\n]\nb: 3\n');
  if (!document || !('value' in document)) throw new Error('no document');
  expect(document.positions.lineOf(['b'])).toBe(6);
  expect(document.positions.lineOf(['a', 0])).toBe(4);
});
