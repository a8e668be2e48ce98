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
import { headless, manifest, node, pod, type Raw, service, toNamed, workload } from '../support/objects.ts';

const RULE = 'node-missing';
const [error, warning] = [`error ${RULE} Pod/a1`, `warning ${RULE} Pod/a1`];
const n1 = node();
const lost = { node: 'gone' };
const second = { ips: ['10.0.0.2'] };
const http = { ports: [{ name: 'http', containerPort: 8080 }] };
const both = service({
  ports: [
    { name: 'a', port: 80, targetPort: 'http' },
    { name: 'b', port: 81, targetPort: 9000 },
  ],
});

const cases: [string, Raw[], string[]][] = [
  ['its Node exists', [service(), n1, pod()], []],
  ['the only Pod', [service(), n1, pod('a1', lost)], [error]],
  ['another Pod is ready', [service(), n1, pod('a1', lost), pod('a2', second)], [warning]],
  [
    'both are lost',
    [service(), n1, pod('a1', lost), pod('a2', { ...lost, ...second })],
    [error, `error ${RULE} Pod/a2`],
  ],
  [
    'a port that it does not resolve is not its concern',
    [both, n1, pod('a1', lost), pod('a2', second)],
    ['error target-port-unresolved Pod/a2', warning],
  ],
  [
    'a port that it does resolve is',
    [both, n1, pod('a1', { ...lost, ...http }), pod('a2', second)],
    [error, 'error target-port-unresolved Pod/a2'],
  ],
  ['headless', [service(headless), n1, pod('a1', lost)], [error, 'info headless-port-differs Service/web']],
  ['publishNotReadyAddresses', [service({ publishNotReadyAddresses: true }), n1, pod('a1', lost)], []],
  ['finished', [service(), n1, pod('a1', { ...lost, phase: 'Failed' }), pod('a2', second)], []],
  ['terminating', [service(), n1, pod('a1', { ...lost, deleted: true }), pod('a2', second)], []],
  ['not selected', [service(), n1, pod('a1', { ...lost, labels: {} }), pod('a2', second)], []],
  [
    'without an address that comes first',
    [service(), n1, pod('a1', { ...lost, ips: [], ready: 'False' })],
    ['error pod-not-ready Pod/a1'],
  ],
  ['it comes before not ready', [service(), n1, pod('a1', { ...lost, ready: 'False' })], [error]],
  ['and before unresolved; it concerns no port', [service(toNamed()), n1, pod('a1', lost)], [warning]],
  ['a Pod template is on no Node', [manifest(service()), n1, manifest(workload('Deployment', 'a'))], []],
  ['a selector of an ExternalName', [service({ type: 'ExternalName', externalName: 'a.example' }), n1], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  const grave = verdicts(await evaluateObjects(...publish(...objects)));
  expect(grave.filter((verdict) => !verdict.includes('external-name'))).toEqual(expected);
});

test('the Node is named, and nothing is deleted untried', async () => {
  const there = { namespace: 'x' };
  const report = await evaluateObjects(
    ...publish(
      service({}, there),
      n1,
      pod('a1', { ...lost, namespace: 'x' }),
      pod('a2', { ...second, ...there }),
    ),
  );
  expect(onlyFinding(report, RULE)).toMatchObject({
    namespace: 'x',
    service: 'web',
    subject: { kind: 'Pod', namespace: 'x', name: 'a1' },
    message: 'Pod a1 is on Node gone, which does not exist',
    detail: ['the EndpointSlice controller omits Pods whose Node does not exist'],
    fix: 'kubectl get nodes',
  });
  expect(onlyService(report).backends.map(({ pod, findings }) => [pod, findings])).toEqual([
    ['a1', [RULE]],
    ['a2', []],
  ]);
});

test.each(['Pod', 'Node'] as const)('%s unread: skipped', async (kind) => {
  const report = evaluateSnapshot(
    await snapshotWithout({ [kind]: 'no' }, ...publish(service(), n1, pod('a1', lost), pod('a2', second))),
  );
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});
