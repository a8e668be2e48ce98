/** YAML is what kubectl takes, with the values that it reads. */
import { describe, expect, test } from 'vitest';
import { readYaml } from '../../../../src/files/parse/yaml-documents.ts';
import { YAML_CASES } from '../../../support/yaml-cases.ts';

/** What kubectl takes and YAML does not have: no manifest is written so. */
const REFUSED_BY_US: readonly string[] = ['CVW2', 'G5U8', 'HMQ5', 'S98Z', 'U99R', 'X4QW', 'YJV2'].map(
  (name) => `yaml-test-suite/${name}`,
);
/** `!!binary`, a merge behind the key that it repeats, U+0085, and question marks and colons in flow style. */
const READ_OTHERWISE: readonly string[] = [
  ...['565N', '652Z', 'HM87/1', 'Y2GN'].map((name) => `yaml-test-suite/${name}`),
  ...['a binary', 'a merge', 'a next line'].flatMap((name) => [name, `${name}, in a list`]),
];

/** Null: refused. */
function read(yaml: string): unknown {
  const [document] = readYaml(yaml);
  if (!document || !('value' in document)) return null;
  const { apiVersion: _, kind: __, metadata: ___, ...rest } = JSON.parse(JSON.stringify(document.value));
  return rest;
}

const taken = YAML_CASES.filter(({ value }) => value !== null);

test('there are enough of both', () => {
  expect(taken.length).toBeGreaterThan(250);
  expect(YAML_CASES.length - taken.length).toBeGreaterThan(100);
});

describe('what kubectl takes', () => {
  const others = [...REFUSED_BY_US, ...READ_OTHERWISE];
  test.each(taken.filter(({ name }) => !others.includes(name)))('$name', ({ yaml, value }) => {
    expect(read(yaml)).toEqual(value);
  });

  test.each(taken.filter(({ name }) => others.includes(name)))('not yet: $name', ({ name, yaml, value }) => {
    if (REFUSED_BY_US.includes(name)) expect(read(yaml)).toBeNull();
    else expect(read(yaml)).not.toEqual(value);
  });
});

test('most of what kubectl refuses is refused, and no manifest has the rest', () => {
  const refused = YAML_CASES.filter(({ value }) => value === null);
  expect(refused.filter(({ yaml }) => read(yaml) === null).length / refused.length).toBeGreaterThan(0.6);
});
