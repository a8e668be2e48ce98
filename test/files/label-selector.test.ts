import { expect, test } from 'vitest';
import { parseSelector } from '../../src/files/label-selector.ts';

const labels = { app: 'web', 'app.kubernetes.io/name': 'web', empty: '' };

test.each([
  ['', true],
  ['app=web', true],
  ['app==web', true],
  ['app = web', true],
  ['app=db', false],
  ['app!=db', true],
  ['tier!=db', true],
  ['app!=web', false],
  ['app', true],
  ['tier', false],
  ['!tier', true],
  ['!app', false],
  ['constructor', false],
  ['empty=', true],
  ['app=', false],
  ['app in (web,db)', true],
  ['app in (db, web)', true],
  ['app in (db)', false],
  ['app notin (db)', true],
  ['tier notin (db)', true],
  ['app notin (web)', false],
  ['app=web,!tier,app in (web,db)', true],
  ['app=web,tier', false],
  ['app.kubernetes.io/name=web', true],
])('%s: %s', (selector, expected) => {
  expect(parseSelector(selector)(labels)).toBe(expected);
});

test.each(['a=(', 'a in b', '=a', 'a=b=c', 'a b', 'a in (b', '!a=b'])('%s does not parse', (selector) => {
  expect(() => parseSelector(selector)).toThrow(
    expect.objectContaining({
      fullMessage: expect.stringMatching(/^error: unable to parse requirement: .* in selector /),
    }),
  );
});
