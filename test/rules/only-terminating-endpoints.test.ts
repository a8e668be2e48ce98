import { describe, expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  onlyService,
  snapshotOf,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import {
  CHANGED,
  endpoint,
  headless,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
} from '../support/objects.ts';

const RULE = 'only-terminating-endpoints';
const [error, warning] = [`error ${RULE} Service/web`, `warning ${RULE} Service/web`];
const second = { ips: ['10.0.0.2'] };
const going = pod('a1', { deleted: true });
const gone = pod('a1', { deleted: true, ready: 'False' });
const two = service({
  ports: [
    { name: 'a', port: 80, targetPort: 'http' },
    { name: 'b', port: 81, targetPort: 9000 },
  ],
});

const cases: [string, Raw[], string[]][] = [
  ['ready', [service(), node(), pod()], []],
  ['the only Pod terminates and serves', [service(), node(), going], [warning]],
  ['the only Pod terminates and does not serve', [service(), node(), gone], [error]],
  [
    'two terminate, one serves',
    [service(), node(), gone, pod('a2', { ...second, deleted: true })],
    [warning],
  ],
  ['another one is ready', [service(), node(), going, pod('a2', second)], []],
  [
    'another one is not ready',
    [service(), node(), going, pod('a2', { ...second, ready: 'False' })],
    ['error pod-not-ready Pod/a2', warning],
  ],
  [
    'none serves, another one is not ready',
    [service(), node(), gone, pod('a2', { ...second, ready: 'False' })],
    ['error pod-not-ready Pod/a2'],
  ],
  [
    'none serves, another one is finished',
    [service(), node(), gone, pod('a2', { ...second, phase: 'Succeeded' })],
    [error],
  ],
  [
    'publishNotReadyAddresses, another one is alive',
    [service({ publishNotReadyAddresses: true }), node(), going, pod('a2', second)],
    [],
  ],
  [
    'publishNotReadyAddresses, alone',
    [service({ publishNotReadyAddresses: true }), node(), going],
    [warning],
  ],
  [
    'one of two ports',
    [
      two,
      node(),
      pod('a1', { deleted: true, ports: [{ name: 'http', containerPort: 1 }] }),
      pod('a2', second),
    ],
    ['error target-port-unresolved Pod/a2', warning],
  ],
  ['headless: DNS does not answer it', [service({ ...headless, ports: [] }), node(), going], [error]],
  ['selectorless', [selectorless(), slice([endpoint('192.0.2.1', 'FTT')])], [warning]],
  ['selectorless, serving unset', [selectorless(), slice([endpoint('192.0.2.1', 'FuT')])], [warning]],
  [
    'selectorless, not serving',
    [selectorless(), slice([endpoint('192.0.2.1', 'FFT')])],
    ['error endpoints-missing Service/web'],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

test('while they serve: Degraded, and what terminates until when', async () => {
  const report = await evaluateObjects(...publish(service(), node(), going));
  expect(onlyService(report).status).toBe('Degraded');
  expect(onlyFinding(report, RULE)).toMatchObject({
    message: 'Service web has only terminating endpoints for port 80/TCP, which still serve',
    detail: [`Pod a1 is terminating; its grace period ends ${CHANGED}`],
    fix: 'kubectl -n default get pods -l app=a',
  });
});

test('when they have stopped: Unavailable', async () => {
  const report = await evaluateObjects(...publish(service(), node(), gone));
  expect(onlyService(report).status).toBe('Unavailable');
  expect(onlyFinding(report, RULE).message).toBe(
    'Service web has only terminating Pods, and none still serves port 80/TCP',
  );
});

test('selectorless: the addresses', async () => {
  const { detail, fix } = onlyFinding(
    await evaluateObjects(selectorless(), slice([endpoint('192.0.2.1', 'FTT')])),
    RULE,
  );
  expect(detail).toEqual(['terminating: 192.0.2.1']);
  expect(fix).toBe('kubectl -n default get endpointslices -l kubernetes.io/service-name=web');
});

test('slices unread: skipped', async () => {
  const report = evaluateSnapshot(await snapshotWithout({ EndpointSlice: 'no' }, service(), node(), going));
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});

describe('what holds a Pod that terminates', () => {
  const lost: Raw = {
    ...node(),
    status: { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }] },
  };
  const member = pod('db-0', {
    deleted: true,
    ready: 'False',
    metadata: { ownerReferences: [{ kind: 'StatefulSet', name: 'db', uid: '1', controller: true }] },
  });

  test('its Node is lost, and its StatefulSet waits', async () => {
    const report = await evaluateObjects(...publish(service(), lost, member));
    expect(onlyFinding(report, RULE)).toMatchObject({
      detail: [
        `Pod db-0 is terminating; its grace period ends ${CHANGED}`,
        'its Node n1 is not Ready (NodeStatusUnknown), so nothing reports that the Pod has ended',
        'StatefulSet db creates no other Pod of that name until it is gone',
      ],
      fix: 'kubectl describe node n1',
    });
  });

  test('the grace period is over, by the clock of the server', async () => {
    const snapshot = await snapshotOf(...publish(service(), node(), member));
    const report = evaluateSnapshot({ ...snapshot, time: '2026-02-01T00:00:00Z' });
    expect(onlyFinding(report, RULE).detail[0]).toBe(
      `Pod db-0 is terminating; its grace period ended ${CHANGED}`,
    );
  });

  test('of those that still serve only these are named', async () => {
    const report = await evaluateObjects(
      ...publish(service(), node(), gone, pod('a2', { ...second, deleted: true })),
    );
    expect(onlyFinding(report, RULE).detail).toEqual([
      `Pod a2 is terminating; its grace period ends ${CHANGED}`,
    ]);
  });
});

test('its Node is deleted', async () => {
  const left = pod('a1', { deleted: true, ready: 'False', node: 'gone' });
  const { detail } = onlyFinding(await evaluateObjects(...publish(service(), node(), left)), RULE);
  expect(detail[1]).toBe('its Node gone does not exist, so nothing reports that the Pod has ended');
});
