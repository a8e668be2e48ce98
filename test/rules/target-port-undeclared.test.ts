import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyService,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import { headless, node, pod, type Raw, selectorless, service, toNamed } from '../support/objects.ts';

const RULE = 'target-port-undeclared';
const found = [`info ${RULE} Service/web`];
const n1 = node();
const declaring = (name: string, number?: number, ip = '10.0.0.1') =>
  pod(name, { ips: [ip], ports: number === undefined ? [] : [{ name: 'p', containerPort: number }] });

const cases: [string, Raw[], string[]][] = [
  ['declared', [service(), n1, declaring('a1', 8080)], []],
  ['another number is declared', [service(), n1, declaring('a1', 9090)], found],
  ['nothing is declared', [service(), n1, declaring('a1')], []],
  [
    'one Pod declares nothing',
    [service(), n1, declaring('a1', 9090), declaring('a2', undefined, '10.0.0.2')],
    [],
  ],
  [
    'one Pod of two declares it',
    [service(), n1, declaring('a1', 9090), declaring('a2', 8080, '10.0.0.2')],
    [],
  ],
  [
    'declared for another protocol is protocol-mismatch',
    [service(), n1, pod('a1', { ports: [{ containerPort: 8080, protocol: 'UDP' }] })],
    ['warning protocol-mismatch Pod/a1'],
  ],
  [
    'in a sidecar',
    [
      service(),
      n1,
      pod('a1', {
        ports: [{ containerPort: 1 }],
        initContainers: [{ name: 's', restartPolicy: 'Always', ports: [{ containerPort: 8080 }] }],
      }),
    ],
    [],
  ],
  ['a name', [service(toNamed('p')), n1, declaring('a1', 9090)], []],
  [
    'only finished Pods declare something',
    [
      service(),
      n1,
      pod('a1', { phase: 'Failed', ports: [{ containerPort: 1 }] }),
      declaring('a2', undefined, '10.0.0.2'),
    ],
    [],
  ],
  ['headless without ports', [service({ ...headless, ports: [] }), n1, declaring('a1', 9090)], []],
  ['no selector', [selectorless()], ['error endpoints-missing Service/web']],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

test('one finding a port, on the Service, which stays Healthy', async () => {
  const two = service({
    ports: [
      { name: 'a', port: 80, targetPort: 8080 },
      { name: 'b', port: 81, targetPort: 9000 },
      { name: 'c', port: 82, targetPort: 9090 },
    ],
  });
  const report = await evaluateObjects(
    ...publish(two, n1, declaring('a1', 9090), declaring('a2', 9091, '10.0.0.2')),
  );
  expect(report.findings).toMatchObject([
    {
      severity: 'info',
      subject: { kind: 'Service', namespace: 'default', name: 'web' },
      message: 'port a (80/TCP) of Service web targets container port 8080, which no Pod declares',
      detail: ['the Pods declare 9090, 9091'],
      remedy: { kind: 'next', command: 'kubectl -n default describe pods -l app=a' },
    },
    { message: 'port b (81/TCP) of Service web targets container port 9000, which no Pod declares' },
  ]);
  expect(onlyService(report)).toMatchObject({ status: 'Healthy', findings: [RULE] });
});

test('Pods unread: skipped', async () => {
  const report = evaluateSnapshot(
    await snapshotWithout({ Pod: 'no' }, ...publish(service(), n1, declaring('a1', 9090))),
  );
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});
