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
import { endpoint, headless, node, pod, type Raw, selectorless, service, slice } from '../support/objects.ts';

const RULE = 'nodes-without-local-endpoints';
const [warning, info] = [`warning ${RULE} Service/web`, `info ${RULE} Service/web`];
const [n1, n2] = [node(), node('n2')];
const internal = { internalTrafficPolicy: 'Local' };
const external = { type: 'NodePort', externalTrafficPolicy: 'Local' };
const local = service(internal);
const onN2 = { ips: ['10.0.0.2'], node: 'n2' };
const nodeWith = (spec: object): Raw => ({ ...node('n2'), spec });
const tainted = (effect: string) => nodeWith({ taints: [{ key: 'dedicated', effect }] });

const cases: [string, Raw[], string[]][] = [
  ['Cluster', [service(), n1, n2, pod()], []],
  ['Local, an endpoint on each Node', [local, n1, n2, pod(), pod('a2', onN2)], []],
  ['Local, a Node without', [local, n1, n2, pod()], [warning]],
  [
    'a Node whose Pod is not ready',
    [local, n1, n2, pod(), pod('a2', { ...onN2, ready: 'False' })],
    ['warning pod-not-ready Pod/a2', warning].toSorted(),
  ],
  [
    'no ready endpoint anywhere',
    [local, n1, n2, pod('a1', { ready: 'False' })],
    ['error pod-not-ready Pod/a1'],
  ],
  ['a cordoned Node', [local, n1, nodeWith({ unschedulable: true }), pod()], []],
  ['a Node that is not Ready', [local, n1, node('n2', { ready: 'False' }), pod()], []],
  ['a taint NoSchedule', [local, n1, tainted('NoSchedule'), pod()], []],
  ['a taint NoExecute', [local, n1, tainted('NoExecute'), pod()], []],
  ['a taint PreferNoSchedule takes Pods', [local, n1, tainted('PreferNoSchedule'), pod()], [warning]],
  ['externalTrafficPolicy Local', [service(external), n1, n2, pod()], [info]],
  ['both are Local', [service({ ...external, ...internal }), n1, n2, pod()], [warning]],
  ['headless', [service({ ...internal, ...headless, ports: [] }), n1, n2, pod()], []],
  [
    'no selector: addresses without a Node are local nowhere',
    [selectorless(internal), n1, slice([endpoint('192.0.2.1')])],
    [`error ${RULE} Service/web`],
  ],
  [
    'all Nodes are tainted, and the endpoint is on none',
    [selectorless(internal), tainted('NoSchedule'), slice([endpoint('192.0.2.1')])],
    [`error ${RULE} Service/web`],
  ],
  [
    'one of two endpoints has a Node',
    [
      selectorless(internal),
      n1,
      slice([endpoint('192.0.2.1'), endpoint('192.0.2.2', 'uuu', { nodeName: 'n1' })]),
    ],
    [],
  ],
  [
    'external: no Node has an endpoint',
    [selectorless(external), n1, slice([endpoint('192.0.2.1')])],
    [warning],
  ],
  [
    'internal, for a NodePort: what comes from outside is served',
    [selectorless({ type: 'NodePort', ...internal }), n1, slice([endpoint('192.0.2.1')])],
    [`error ${RULE} Service/web`],
  ],
  [
    'no selector, with nodeName',
    [selectorless(internal), n1, slice([endpoint('192.0.2.1', 'uuu', { nodeName: 'n1' })])],
    [],
  ],
  ['ExternalName', [selectorless({ ...internal, type: 'ExternalName', externalName: 'a.example' }), n1], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

/** An endpoint that serves while it terminates still gets the connections of its own Node. */
test('a Node whose Pod terminates and still serves drops nothing', async () => {
  const report = await evaluateObjects(
    ...publish(local, n1, n2, pod(), pod('a2', { ...onN2, deleted: true })),
  );
  expect(verdicts(report)).toEqual([]);
});

describe('evidence', () => {
  test('internal: the Nodes, and the patch', async () => {
    const report = await evaluateObjects(
      ...publish(local, n1, ...['n2', 'n3', 'n4', 'n5'].map((n) => node(n)), pod()),
    );
    expect(onlyFinding(report, RULE)).toMatchObject({
      subject: { kind: 'Service', namespace: 'default', name: 'web' },
      message:
        'Service web has internalTrafficPolicy: Local, but 4 Nodes have no ready endpoint: n2, n3, n4 and 1 more',
      detail: ['connections from Pods on such a Node are dropped', 'ready endpoints are on n1'],
      fix: `kubectl -n default patch service web -p '{"spec":{"internalTrafficPolicy":"Cluster"}}'`,
    });
    expect(onlyService(report).status).toBe('Degraded');
  });

  test('external: one Node, and the Service is none the worse', async () => {
    const report = await evaluateObjects(...publish(service(external), n1, n2, pod()));
    const { message, fix } = onlyFinding(report, RULE);
    expect(message).toBe(
      'Service web has externalTrafficPolicy: Local, but 1 Node has no ready endpoint: n2',
    );
    expect(fix).toBe(
      `kubectl -n default patch service web -p '{"spec":{"externalTrafficPolicy":"Cluster"}}'`,
    );
    expect(onlyService(report).status).toBe('Healthy');
  });

  test('endpoints without a Node', async () => {
    const report = await evaluateObjects(selectorless(internal), n1, slice([endpoint('192.0.2.1')]));
    expect(onlyFinding(report, RULE)).toMatchObject({
      message: 'Service web has internalTrafficPolicy: Local, but no Node has a ready endpoint',
      detail: [
        'connections from Pods are dropped',
        'endpoints without nodeName are local to no Node: 192.0.2.1',
      ],
    });
    expect(onlyService(report)).toMatchObject({ status: 'Unavailable', backends: [{ routable: false }] });
  });
});

test.each(['Node', 'EndpointSlice'] as const)('%s unread: skipped', async (kind) => {
  const report = evaluateSnapshot(await snapshotWithout({ [kind]: 'no' }, ...publish(local, n1, n2, pod())));
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});
