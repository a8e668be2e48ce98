/** What src/ does not do yet. A fix makes its test here fail: then it moves, without `fails`, to where it belongs. */
import { expect, test } from 'vitest';
import { judgeObjects, theFinding } from './judge.ts';
import { manifest, service, toNamed, workload } from './objects.ts';

test.fails('a finding on a manifest names file and line', async () => {
  const unresolved = [manifest(service(toNamed())), manifest(workload('Deployment', 'a'))];
  expect(theFinding(await judgeObjects(...unresolved), 'target-port-unresolved')).toMatchObject({
    file: 'standard input',
    line: expect.any(Number),
  });
});
