import { expect, test } from 'vitest';
import { evaluateObjects, onlyFinding, onlyService, verdicts } from '../support/evaluate.ts';
import {
  endpoint,
  endpoints,
  manifest,
  type Raw,
  selectorless,
  slice,
  subset,
  workload,
} from '../support/objects.ts';

const found = ['info endpoints-not-in-input Service/db'];
const missing = ['error endpoints-missing Service/db'];
const db = manifest(selectorless({}, { name: 'db' }));
const other = manifest(workload('Deployment', 'other'));
const named = (name: string, subsets: Record<string, unknown>[] = [subset(['192.0.2.1'])]) =>
  manifest(endpoints(subsets, { name }));

test.each<[string, Raw[], string[]]>([
  ['no workload in the namespace', [db], found],
  ['a workload', [db, other], missing],
  [
    'an operator',
    [
      db,
      other,
      { apiVersion: 'x.example/v1', kind: 'Database', metadata: { name: 'x' }, spec: { replicas: 1 } },
    ],
    found,
  ],
  ['Endpoints', [db, named('db')], []],
  ['Endpoints without addresses', [db, named('db', [])], missing],
  [
    'Endpoints of nearly that name',
    [db, named('db-1')],
    [...missing, 'warning orphan-endpoints Endpoints/db-1'],
  ],
  [
    'a slice that lacks the label',
    [
      db,
      manifest(
        slice([endpoint('192.0.2.1')], { name: 'db-1', labels: { 'kubernetes.io/service-name': '' } }),
      ),
    ],
    missing,
  ],
  ['a cluster', [selectorless({}, { name: 'db' })], missing],
])('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

test('the Service is Unknown, with the reason', async () => {
  const report = await evaluateObjects(db);
  expect(onlyFinding(report, 'endpoints-not-in-input')).toMatchObject({
    message: 'Service db has no selector, and the input has no endpoints for it',
    detail: ['the input has no workload in namespace default'],
  });
  expect(onlyService(report)).toMatchObject({
    status: 'Unknown',
    statusReason: 'its endpoints are not in the input',
  });
});
