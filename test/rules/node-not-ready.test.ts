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

const RULE = 'node-not-ready';
const found = [`warning ${RULE} Node/n1`];
const down = node('n1', { ready: 'False' });
const second = { ips: ['10.0.0.2'] };
const on = (nodeName: string) => slice([endpoint('192.0.2.1', 'uuu', { nodeName })]);
const twoPorts = service({
  ports: [
    { name: 'a', port: 80, targetPort: 8080 },
    { name: 'b', port: 81, targetPort: 9000 },
  ],
});

const cases: [string, Raw[], string[]][] = [
  ['Ready', [service(), node(), pod()], []],
  ['not Ready', [service(), down, pod()], found],
  ['Unknown: the kubelet is silent', [service(), node('n1', { ready: 'Unknown' }), pod()], found],
  [
    'the Pod is not ready either',
    [service(), down, pod('a1', { ready: 'False' })],
    ['error pod-not-ready Pod/a1'],
  ],
  [
    'only a terminating endpoint is on it',
    [service(), down, node('n2'), pod('a1', { deleted: true }), pod('a2', { ...second, node: 'n2' })],
    [],
  ],
  ['another Node is not Ready', [service(), node(), node('n2', { ready: 'False' }), pod()], []],
  ['it does not exist', [service(), node(), pod('a1', { node: 'gone' })], ['error node-missing Pod/a1']],
  ['one finding for two Pods', [service(), down, pod(), pod('a2', second)], found],
  ['one finding for two ports', [twoPorts, down, pod()], found],
  [
    'one for each Node',
    [service(), down, node('n2', { ready: 'False' }), pod(), pod('a2', { ...second, node: 'n2' })],
    [...found, `warning ${RULE} Node/n2`],
  ],
  ['headless', [service({ ...headless, ports: [] }), down, pod()], found],
  ['no selector', [selectorless(), down, on('n1')], found],
  ['no nodeName', [selectorless(), down, slice([endpoint('192.0.2.1')])], []],
  ['ExternalName', [selectorless({ type: 'ExternalName', externalName: 'a.example' }), down, on('n1')], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

describe('evidence', () => {
  const silent = {
    type: 'Ready',
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
    lastTransitionTime: '2026-01-02T00:00:00Z',
  };
  const n1: Raw = { ...node(), status: { conditions: [silent] } };

  test('the condition, who is on it, and the whole cluster as namespace', async () => {
    const report = await evaluateObjects(
      ...publish(service({}, { namespace: 'x' }), n1, pod('a1', { namespace: 'x' })),
    );
    expect(onlyFinding(report, RULE)).toMatchObject({
      namespace: 'x',
      service: 'web',
      subject: { kind: 'Node', namespace: '', name: 'n1' },
      message: 'Node n1 is not Ready, but a1 on it still gets connections',
      detail: [
        'its condition Ready is Unknown (NodeStatusUnknown: Kubelet stopped posting node status.) since 2026-01-02T00:00:00Z',
      ],
      fix: 'kubectl describe node n1',
    });
    expect(onlyService(report)).toMatchObject({ status: 'Degraded', backends: [{ findings: [RULE] }] });
  });

  test('an address without a Pod stands for itself', async () => {
    const { message, detail } = onlyFinding(await evaluateObjects(selectorless(), down, on('n1')), RULE);
    expect(message).toBe('Node n1 is not Ready, but 192.0.2.1 on it still gets connections');
    expect(detail).toEqual(['its condition Ready is False']);
  });

  test('several Pods', async () => {
    const report = await evaluateObjects(...publish(service(), down, pod(), pod('a2', second)));
    expect(onlyFinding(report, RULE).message).toBe(
      'Node n1 is not Ready, but a1, a2 on it still get connections',
    );
  });
});

test.each(['Node', 'EndpointSlice'] as const)('%s unread: skipped', async (kind) => {
  const report = evaluateSnapshot(
    await snapshotWithout({ [kind]: 'no' }, ...publish(service(), down, pod())),
  );
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});
