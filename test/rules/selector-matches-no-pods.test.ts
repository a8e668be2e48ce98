import { describe, expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  onlyService,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import { event, headless, node, pod, type Raw, selectorless, service, workload } from '../support/objects.ts';

const RULE = 'selector-matches-no-pods';
const found = [`error ${RULE} Service/web`];

const cases: [string, Raw[], string[]][] = [
  ['a Pod has the labels', [service(), node(), pod()], []],
  ['no Pod at all', [service()], found],
  ['another label', [service(), pod('a1', { labels: { app: 'b' } })], found],
  ['one label too many', [service({ selector: { app: 'a', tier: 'web' } }), pod()], found],
  ['the Pod is in another namespace', [service(), pod('a1', { namespace: 'other' })], found],
  ['the value is empty, the key missing', [service({ selector: { tier: '' } }), pod()], found],
  ['headless', [service({ ...headless, ports: [] })], found],
  ['only finished Pods', [service(), node(), pod('a1', { phase: 'Succeeded' })], found],
  ['a finished Pod beside a living one', [service(), node(), pod('a1', { phase: 'Failed' }), pod('a2')], []],
  ['no selector', [selectorless({ ...headless, ports: [] })], ['error endpoints-missing Service/web']],
  [
    'ExternalName, where it is another finding',
    [service({ type: 'ExternalName', externalName: 'a.example.com' })],
    ['warning external-name-ignores-selector Service/web'],
  ],
  [
    'a workload is scaled to zero',
    [service(), workload('Deployment', 'a', { replicas: 0 })],
    ['info scaled-to-zero Service/web'],
  ],
  [
    'a manifest selects a Pod template',
    [service({}, { uid: '' }), workload('Deployment', 'a', { metadata: { uid: '' } })],
    [],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

describe('evidence', () => {
  const evidenceOf = async (...objects: Raw[]) =>
    onlyFinding(await evaluateObjects(...publish(...objects)), RULE);

  test('the labels, and what comes nearest to them', async () => {
    const two = service({ selector: { app: 'web', tier: 'front' } });
    const near = pod('near', { labels: { app: 'wbe', tier: 'front' } });
    const twin = pod('twin', { labels: { app: 'wbe', tier: 'front', more: 'x' } });
    const far = pod('far', { labels: { app: 'db' } });
    const finding = await evidenceOf(two, far, near, twin);
    expect(finding.message).toBe('Service web selects app=web,tier=front, but no Pod has these labels');
    expect(finding.detail).toEqual(['nearest: Pod near (1 more like it): app is "wbe", not "web"']);
    expect(finding.remedy).toMatchObject({ kind: 'fix', text: 'set app: wbe' });
    expect(finding.fix).toBe(`kubectl -n default patch service web -p '{"spec":{"selector":{"app":"wbe"}}}'`);
  });

  test('one label too many goes out of the selector', async () => {
    const { detail, fix } = await evidenceOf(service({ selector: { app: 'a', tier: 'web' } }), pod());
    expect(detail).toEqual(['nearest: Pod a1: tier is missing (wanted "web")']);
    expect(fix).toBe(`kubectl -n default patch service web -p '{"spec":{"selector":{"tier":null}}}'`);
  });

  test('a Pod template', async () => {
    const { detail } = await evidenceOf(service(), workload('StatefulSet', 'db', { labels: { app: 'A' } }));
    expect(detail).toEqual([
      'nearest: the Pod template of StatefulSet db: app is "A", not "a" (letter case)',
    ]);
  });

  test('finished Pods, with phase and reason', async () => {
    const evicted = pod('a2', { phase: 'Failed', reason: 'Evicted' });
    const { message, detail } = await evidenceOf(service(), pod('a1', { phase: 'Succeeded' }), evicted);
    expect(message).toBe('Service web selects app=a, but all 2 Pods with these labels are finished');
    expect(detail).toEqual(['Pod a1 is Succeeded', 'Pod a2 is Failed (Evicted)']);
  });

  test('a workload that cannot create its Pods', async () => {
    const quota = {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: 'exceeded quota',
    };
    const { detail } = await evidenceOf(service(), workload('ReplicaSet', 'a', { conditions: [quota] }));
    expect(detail).toContain('ReplicaSet a cannot create its Pods (FailedCreate): exceeded quota');
  });

  test('nothing is near', async () => {
    const { detail, fix } = await evidenceOf(service(), pod('b1', { labels: { tier: 'web' } }));
    expect(detail).toEqual(['the only Pod in the namespace has no label with this key']);
    expect(fix).toBe('kubectl -n default get pods --show-labels');
  });
});

test('Pods unread: skipped, and Unknown only while something is routed', async () => {
  const unread = { Pod: 'pods is forbidden' };
  const report = evaluateSnapshot(await snapshotWithout(unread, ...publish(service(), node(), pod())));
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'pods is forbidden' });
  expect(onlyService(report).status).toBe('Unknown');
});

test('workloads unread: found, and the evidence says what may be behind it', async () => {
  const report = evaluateSnapshot(await snapshotWithout({ Workload: 'forbidden' }, ...publish(service())));
  expect(onlyFinding(report, RULE).detail).toContain(
    'a workload may be scaled to zero, but workloads could not be read: forbidden',
  );
  expect(report.skipped.map(({ rule }) => rule)).toEqual(['scaled-to-zero', 'stateful-set-without-names']);
});

describe('a workload that cannot create its Pods', () => {
  const refused = (message: string) => ({
    conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message }],
  });
  const quota = 'pods "a" is forbidden: exceeded quota';
  const detailOf = async (...objects: Raw[]) =>
    onlyFinding(await evaluateObjects(...publish(service(), ...objects)), RULE).detail;

  test('is told once, though its ReplicaSet says the same', async () => {
    const owner = { ownerReferences: [{ kind: 'Deployment', name: 'web', uid: '1', controller: true }] };
    const detail = await detailOf(
      workload('Deployment', 'web', refused(quota)),
      workload('ReplicaSet', 'web-1', { ...refused(quota), metadata: owner }),
    );
    expect(detail.filter((line) => line.includes(quota))).toEqual([
      `Deployment web cannot create its Pods (FailedCreate): ${quota}`,
    ]);
  });

  test('a StatefulSet tells it by an Event', async () => {
    const set = workload('StatefulSet', 'web');
    expect(await detailOf(set, event(set, 'FailedCreate', quota))).toContain(
      `StatefulSet web cannot create its Pods (FailedCreate): ${quota}`,
    );
  });

  test.each([
    ['https://web.default.svc:443/mutate', true],
    ['https://web.other.svc:443/mutate', false],
    ['https://web-2.default.svc:443/mutate', false],
  ])('the webhook at %s is served by the Service: %s', async (url, own) => {
    const message = `failed calling webhook "a.example": Post "${url}?timeout=10s": no endpoints available`;
    const detail = await detailOf(workload('Deployment', 'web', refused(message)));
    expect(detail.some((line) => line.includes('this Service itself serves'))).toBe(own);
  });
});
