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
import { manifest, node, pod, type Raw, selectorless, service, workload } from '../support/objects.ts';

const RULE = 'selector-spans-workloads';
const found = [`info ${RULE} Service/web`];
const n1 = node();
let last = 0;
const ownedBy = (kind: string, name: string, more: Parameters<typeof pod>[1] = {}) => {
  last += 1;
  return pod(`${name}-${last}`, {
    ips: [`10.0.1.${last}`],
    ...more,
    metadata: { ownerReferences: [{ kind, name, uid: '1', controller: true }], ...more.metadata },
  });
};
const hashed = (set: string, hash: string) =>
  ownedBy('ReplicaSet', `${set}-${hash}`, { labels: { app: 'a', 'pod-template-hash': hash } });
const owned = (kind: string, name: string) => ({
  ownerReferences: [{ kind, name, uid: '2', controller: true }],
});

const cases: [string, Raw[], string[]][] = [
  ['one workload', [service(), n1, ownedBy('StatefulSet', 'a'), ownedBy('StatefulSet', 'a')], []],
  ['two', [service(), n1, ownedBy('StatefulSet', 'a'), ownedBy('StatefulSet', 'b')], found],
  [
    'of one name and two kinds',
    [service(), n1, ownedBy('StatefulSet', 'a'), ownedBy('DaemonSet', 'a')],
    found,
  ],
  [
    'two ReplicaSets of a Deployment, by their names',
    [service(), n1, hashed('web', 'abc'), hashed('web', 'def')],
    [],
  ],
  [
    'two ReplicaSets of a Deployment, by their owner',
    [
      service(),
      n1,
      ownedBy('ReplicaSet', 'x'),
      ownedBy('ReplicaSet', 'y'),
      workload('ReplicaSet', 'x', { metadata: owned('Deployment', 'web') }),
      workload('ReplicaSet', 'y', { metadata: owned('Deployment', 'web') }),
    ],
    [],
  ],
  ['of two Deployments', [service(), n1, hashed('web', 'abc'), hashed('canary', 'def')], found],
  [
    'one of them has finished',
    [service(), n1, ownedBy('StatefulSet', 'a'), ownedBy('Job', 'b', { phase: 'Succeeded' })],
    [],
  ],
  [
    'one of them terminates',
    [service(), n1, ownedBy('StatefulSet', 'a'), ownedBy('Job', 'b', { deleted: true })],
    [],
  ],
  ['not selected', [service(), n1, ownedBy('StatefulSet', 'a'), ownedBy('Job', 'b', { labels: {} })], []],
  ['Pods without a workload', [service(), n1, pod('a1'), pod('a2', { ips: ['10.0.0.2'] })], []],
  [
    'two Pod templates',
    [manifest(service()), manifest(workload('Deployment', 'a')), manifest(workload('Deployment', 'b'))],
    found,
  ],
  ['no selector', [selectorless()], ['error endpoints-missing Service/web']],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

test('one workload and a Pod by itself are not two workloads', async () => {
  const report = await evaluateObjects(...publish(service(), n1, ownedBy('StatefulSet', 'a'), pod('a1')));
  expect(report.findings.map(({ message }) => message).join()).not.toContain('2 workloads');
});

test('each with its Pods, and the Service stays Healthy', async () => {
  const pods = [hashed('web', 'abc'), hashed('web', 'def'), ownedBy('DaemonSet', 'b')];
  const report = await evaluateObjects(...publish(service(), n1, ...pods));
  expect(onlyFinding(report, RULE)).toMatchObject({
    subject: { kind: 'Service', namespace: 'default', name: 'web' },
    message: 'Service web selects Pods of 2 workloads',
    detail: ['DaemonSet b: 1 Pod', 'Deployment web: 2 Pods'],
    fix: 'kubectl -n default get pods --show-labels -l app=a',
  });
  expect(onlyService(report).status).toBe('Healthy');
});

test('Pods unread: skipped', async () => {
  const two = [ownedBy('Job', 'a'), ownedBy('Job', 'b')];
  const report = evaluateSnapshot(await snapshotWithout({ Pod: 'no' }, ...publish(service(), n1, ...two)));
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});

test('a thousand workloads are counted, not listed', async () => {
  const many = Array.from({ length: 1000 }, (_, i) => manifest(workload('Deployment', `d${i}`)));
  const { detail } = onlyFinding(await evaluateObjects(manifest(service()), ...many), RULE);
  expect(detail).toHaveLength(21);
  expect(detail.at(-1)).toBe('and 980 more');
});
