import { expect, test } from 'vitest';
import { resolveNames } from '../../src/text/name-lookup.ts';

const all = ['web', 'web-1', 'db'].map((name) => ({ name }));

const resolved = (names: string[], byPrefix: boolean) => {
  const { found, missing } = resolveNames(names, all, byPrefix);
  return [found.map(({ name }) => name), missing];
};

test.each<[string[], boolean, string[], string[]]>([
  [[], true, ['web', 'web-1', 'db'], []],
  [['web'], true, ['web'], []],
  [['we'], true, ['web', 'web-1'], []],
  [['we'], false, [], ['we']],
  [['x'], true, [], ['x']],
  [['we', 'd'], true, [], ['we', 'd']],
  [['db', 'we', 'web'], true, ['web', 'db'], ['we']],
])('%j, by prefix %s', (names, byPrefix, found, missing) => {
  expect(resolved(names, byPrefix)).toEqual([found, missing]);
});

test('something may have several names', () => {
  const pods = [{ name: 'Deployment/web', also: 'web' }];
  const namesOf = ({ name, also }: (typeof pods)[number]) => [name, also];
  for (const name of ['Deployment/web', 'web', 'we', 'Deployment/'])
    expect(resolveNames([name], pods, true, namesOf)).toEqual({ found: pods, missing: [] });
});
