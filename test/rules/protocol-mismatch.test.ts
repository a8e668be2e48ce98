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
import { manifest, node, pod, type Raw, selectorless, service, workload } from '../support/objects.ts';

const RULE = 'protocol-mismatch';
const found = [`warning ${RULE} Pod/a1`];
const n1 = node();
const udp = { name: 'dns', containerPort: 8080, protocol: 'UDP' };
const tcp = { name: 'http', containerPort: 8080 };
const declaring = (...ports: object[]) => pod('a1', { ports: ports as [] });
const side = (restartPolicy?: string) =>
  pod('a1', {
    initContainers: [{ name: 'side', ports: [udp], restartPolicy }],
    ports: [{ containerPort: 1 }],
  });
const both = (targetPort: number | string) =>
  service({
    ports: [
      { name: 'tcp', port: 53, targetPort: 8080 },
      { name: 'udp', port: 53, targetPort, protocol: 'UDP' },
    ],
  });

const cases: [string, Raw[], string[]][] = [
  ['declared for that protocol', [service(), n1, declaring(tcp)], []],
  ['declared for another only', [service(), n1, declaring(udp)], found],
  ['for both', [service(), n1, declaring(udp, { ...tcp, name: 'x' })], []],
  ['not declared at all', [service(), n1, pod()], []],
  ['declared in a sidecar', [service(), n1, side('Always')], found],
  ['declared in an init container', [service(), n1, side()], []],
  ['DNS: another port of the Service reaches it', [both(8080), n1, declaring(udp)], []],
  ['DNS: by its name', [both('dns'), n1, declaring(udp)], []],
  [
    'another port of the Service goes elsewhere',
    [both(9000), n1, declaring(udp, { containerPort: 9000, protocol: 'UDP' })],
    found,
  ],
  [
    'a named targetPort is target-port-unresolved',
    [service({ ports: [{ port: 80, targetPort: 'dns' }] }), n1, declaring(udp)],
    ['error target-port-unresolved Pod/a1'],
  ],
  [
    'finished',
    [service(), n1, pod('a1', { ports: [udp], phase: 'Failed' }), pod('a2', { ips: ['10.0.0.2'] })],
    [],
  ],
  [
    'terminating',
    [service(), n1, pod('a1', { ports: [udp], deleted: true }), pod('a2', { ips: ['10.0.0.2'] })],
    [],
  ],
  [
    'each Pod by itself',
    [service(), n1, declaring(udp), pod('a2', { ips: ['10.0.0.2'], ports: [tcp] })],
    found,
  ],
  ['no selector', [selectorless()], ['error endpoints-missing Service/web']],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

describe('evidence', () => {
  test('one finding for both ports, and no change of the Service', async () => {
    const web = service({
      ports: [
        { name: 'x', port: 1, targetPort: 9000 },
        { name: 'a', port: 80, targetPort: 8080 },
        { name: 'b', port: 81, targetPort: 8080 },
      ],
    });
    const report = await evaluateObjects(...publish(web, n1, declaring(udp, { containerPort: 9000 })));
    expect(onlyFinding(report, RULE)).toMatchObject({
      subject: { kind: 'Pod', namespace: 'default', name: 'a1' },
      message:
        'Pod a1 declares port 8080 for UDP only, but ports a (80/TCP), b (81/TCP) of Service web target it',
      detail: ['a declared port is only documentation: the process may listen on both'],
      fix: 'declare containerPort 8080 with protocol: TCP in the Pod template, or give the Service port the protocol that is spoken there',
      remedy: { kind: 'next' },
    });
    expect(onlyService(report).status).toBe('Healthy');
    expect(onlyService(report).backends.map(({ findings }) => findings)).toEqual([[], [RULE], [RULE]]);
  });

  test('a Pod template, by the name of its workload', async () => {
    const report = await evaluateObjects(
      manifest(service()),
      manifest(workload('Deployment', 'shop', { ports: [udp] })),
    );
    const { subject, message } = onlyFinding(report, RULE);
    expect(subject).toEqual({ kind: 'Deployment', namespace: 'default', name: 'shop' });
    expect(message).toContain('Deployment shop');
  });
});

test('Pods unread: skipped', async () => {
  const report = evaluateSnapshot(
    await snapshotWithout({ Pod: 'no' }, ...publish(service(), n1, declaring(udp))),
  );
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});
