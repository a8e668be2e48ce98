import { expect, test } from 'vitest';
import { closestName } from '../../src/text/closest-name.ts';

const NAMES = ['get', 'check', 'describe', 'create-external'];

test.each([
  ['gte', 'get'],
  ['GET', 'get'],
  ['chekc', 'check'],
  ['chck', 'check'],
  ['desc', 'describe'],
  ['descirbe', 'describe'],
  ['create_external', 'create-external'],
  ['de', null],
  ['svc', null],
  ['', null],
  ['gxy', null],
  ['checkout-service', null],
])('%s: %s', (typed, name) => {
  expect(closestName(typed, NAMES)).toBe(name);
});

test('the nearest of several', () => {
  expect(closestName('web-2x', ['web-1', 'web-2', 'web-3'])).toBe('web-2');
});
