import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  onlyService,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import { node, pod, type Raw, selectorless, service, workload } from '../support/objects.ts';

const found = ['info scaled-to-zero Service/web'];
const nobody = ['error selector-matches-no-pods Service/web'];
const idle = workload('Deployment', 'a', { replicas: 0 });
const ofDeployment = {
  metadata: { ownerReferences: [{ kind: 'Deployment', name: 'a', uid: '1', controller: true }] },
};

const cases: [string, Raw[], string[]][] = [
  ['a Deployment with 0 replicas', [service(), idle], found],
  ['a StatefulSet', [service(), workload('StatefulSet', 'a', { replicas: 0 })], found],
  ['beside finished Pods', [service(), idle, pod('a1', { phase: 'Succeeded' })], found],
  ['another workload has replicas', [service(), idle, workload('Deployment', 'b', { replicas: 2 })], nobody],
  [
    'its template has other labels',
    [service(), workload('Deployment', 'a', { replicas: 0, labels: { app: 'b' } })],
    nobody,
  ],
  ['1 replica, the default', [service(), workload('Deployment', 'a')], nobody],
  ['a DaemonSet has no replicas', [service(), workload('DaemonSet', 'a')], nobody],
  [
    'only an old ReplicaSet of a Deployment',
    [service(), workload('ReplicaSet', 'a-1', { replicas: 0, ...ofDeployment })],
    nobody,
  ],
  ['a Pod is there all the same', [service(), node(), idle, pod()], []],
  ['no selector', [selectorless(), idle], ['error endpoints-missing Service/web']],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

test('it is advice: the Service is Unavailable, and the workload is shown', async () => {
  const report = await evaluateObjects(
    ...publish(service({}, { namespace: 'x' }), { ...idle, metadata: { ...idle.metadata, namespace: 'x' } }),
  );
  expect(onlyService(report).status).toBe('Unavailable');
  const { message, fix } = onlyFinding(report, 'scaled-to-zero');
  expect(message).toBe('Service web has no Pods: Deployment a is scaled to zero');
  expect(fix).toBe('kubectl -n x get deployment/a');
});

test('half a reading of workloads is none: the one that was read is not scaled to zero', async () => {
  const objects = publish(service(), idle);
  const { objects: read } = await snapshotWithout({}, ...objects);
  const without = await snapshotWithout({ Workload: 'cronjobs is forbidden' }, ...objects);
  const report = evaluateSnapshot({ ...without, objects: read });
  expect(verdicts(report)).toEqual(nobody);
  expect(report.skipped).toContainEqual({ rule: 'scaled-to-zero', reason: 'cronjobs is forbidden' });
});
