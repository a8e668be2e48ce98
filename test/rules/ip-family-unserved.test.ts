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
import {
  dualStack,
  headless,
  manifest,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  workload,
} from '../support/objects.ts';

const RULE = 'ip-family-unserved';
const [error, warning, info] = ['error', 'warning', 'info'].map((s) => `${s} ${RULE} Service/web`);
const n1 = node();
const [v4, v6, both] = [['10.0.0.1'], ['fd00::1'], ['10.0.0.1', 'fd00::1']].map((ips) => ({ ips }));
const required = { ...dualStack, ipFamilyPolicy: 'RequireDualStack' };
const sixFirst = { ...required, ipFamilies: ['IPv6', 'IPv4'], clusterIPs: ['fd00::7', '10.96.0.7'] };

const cases: [string, Raw[], (string | undefined)[]][] = [
  ['the Pod has the family', [service(), n1, pod('a1', v4)], []],
  ['the Pod has both', [service(), n1, pod('a1', both)], []],
  ['the Service has both', [service(dualStack), n1, pod('a1', both)], []],
  ['the only family', [service(), n1, pod('a1', v6)], [error]],
  ['the first family', [service(dualStack), n1, pod('a1', v6)], [error]],
  ['the first family is IPv6', [service(sixFirst), n1, pod('a1', v4)], [error]],
  ['the second, RequireDualStack', [service(required), n1, pod('a1', v4)], [warning]],
  ['the second, PreferDualStack', [service(dualStack), n1, pod('a1', v4)], [info]],
  [
    'one of two Pods has it',
    [service(required), n1, pod('a1', v4), pod('a2', { ips: ['10.0.0.2', 'fd00::2'] })],
    [],
  ],
  [
    'a finished Pod does not count',
    [service(required), n1, pod('a1', v4), pod('a2', { ...both, phase: 'Failed' })],
    [warning],
  ],
  [
    'nobody has an address yet',
    [service(dualStack), n1, pod('a1', { ips: [], ready: 'False', phase: 'Pending' })],
    ['error pod-not-ready Pod/a1'],
  ],
  ['no Pods', [service(dualStack)], ['error selector-matches-no-pods Service/web']],
  ['headless', [service({ ...required, ...headless, ports: [] }), n1, pod('a1', v4)], [warning]],
  ['publishNotReadyAddresses', [service({ publishNotReadyAddresses: true }), n1, pod('a1', v6)], [error]],
  [
    'a Pod template has no addresses',
    [manifest(service(dualStack)), manifest(workload('Deployment', 'a'))],
    [],
  ],
  ['no selector', [selectorless(required)], ['error endpoints-missing Service/web']],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

describe('evidence', () => {
  test('the first family: what the Pods have, and that it cannot be changed', async () => {
    const report = await evaluateObjects(...publish(service(), n1, pod('a1', v6)));
    expect(onlyFinding(report, RULE)).toMatchObject({
      subject: { kind: 'Service', namespace: 'default', name: 'web' },
      message: 'Service web has IPv4 as its first IP family, but none of its Pods has an IPv4 address',
      detail: ['the Pods have IPv6 addresses', 'ipFamilies IPv4, ipFamilyPolicy SingleStack'],
      fix: 'give the Pods IPv4 addresses; or delete Service web and create it with ipFamilies: [IPv6], because its first family is immutable',
    });
    expect(onlyService(report)).toMatchObject({ status: 'Unavailable', backends: [{ findings: [RULE] }] });
  });

  test('the second family: it can be dropped, and the Service is not worse for it', async () => {
    const report = await evaluateObjects(...publish(service(dualStack), n1, pod('a1', v4)));
    expect(onlyService(report).status).toBe('Healthy');
    expect(onlyFinding(report, RULE)).toMatchObject({
      message: 'Service web has IPv6 as its second IP family, but none of its Pods has an IPv6 address',
      detail: ['the Pods have IPv4 addresses', 'ipFamilies IPv4, IPv6, ipFamilyPolicy PreferDualStack'],
      fix: `kubectl -n default patch service web --type=merge -p '{"spec":{"ipFamilyPolicy":"SingleStack","ipFamilies":["IPv4"]}}'`,
    });
  });

  test('only the rows of Pods that lack the family carry it', async () => {
    const pending = pod('a2', { ips: [], ready: 'False', phase: 'Pending' });
    const report = await evaluateObjects(...publish(service(), n1, pod('a1', v6), pending));
    expect(onlyService(report).backends.map(({ pod, findings }) => [pod, findings])).toEqual([
      ['a1', [RULE]],
      ['a2', ['pod-not-ready']],
    ]);
  });
});

test('Pods unread: skipped', async () => {
  const report = evaluateSnapshot(
    await snapshotWithout({ Pod: 'no' }, ...publish(service(), n1, pod('a1', v6))),
  );
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});
