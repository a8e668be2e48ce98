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
  CONTROLLER,
  dualStack,
  endpoint,
  endpoints,
  MIRRORING,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
} from '../support/objects.ts';

const RULE = 'stale-address';
const found = [`error ${RULE} Service/web`];
const n1 = node();
const second = { ips: ['10.0.0.2'] };
const to = (name: string, ip: string, namespace = 'default') =>
  endpoint(ip, 'TTF', { targetRef: { kind: 'Pod', namespace, name } });
const listing = (...all: [name: string, ip: string][]) =>
  slice(
    all.map(([name, ip]) => to(name, ip)),
    { managedBy: CONTROLLER },
  );
const own = (...all: [name: string, ip: string][]) =>
  slice(
    all.map(([name, ip]) => to(name, ip)),
    { name: 'own', managedBy: 'me' },
  );
const external = selectorless();

const cases: [string, Raw[], string[]][] = [
  ['the Pod is as the slice says', [service(), n1, pod(), listing(['a1', '10.0.0.1'])], []],
  ['the Pod does not exist', [service(), n1, pod(), listing(['a1', '10.0.0.1'], ['a2', '10.0.0.2'])], found],
  [
    'the Pod has another address',
    [service(), n1, pod(), listing(['a1', '10.0.0.1'], ['a1', '10.0.0.9'])],
    found,
  ],
  [
    'the Pod has finished',
    [
      service(),
      n1,
      pod(),
      pod('a2', { ...second, phase: 'Failed' }),
      listing(['a1', '10.0.0.1'], ['a2', '10.0.0.2']),
    ],
    found,
  ],
  [
    'the Pod is not selected any more',
    [
      service(),
      n1,
      pod(),
      pod('a2', { ...second, labels: { app: 'b' } }),
      listing(['a1', '10.0.0.1'], ['a2', '10.0.0.2']),
    ],
    found,
  ],
  [
    'another manager need not follow the selector',
    [
      service(),
      n1,
      pod('b', { ...second, labels: {} }),
      pod(),
      listing(['a1', '10.0.0.1']),
      own(['b', '10.0.0.2']),
    ],
    ['info mixed-endpoint-sources Service/web'],
  ],
  [
    'but its Pods have to exist',
    [service(), n1, pod(), listing(['a1', '10.0.0.1']), own(['b', '10.0.0.2'])],
    [...found, 'info mixed-endpoint-sources Service/web'],
  ],
  ['no selector: the same', [external, own(['b', '10.0.0.2'])], found],
  [
    'no selector, the Pod exists',
    [external, n1, pod('b', { ...second, labels: {} }), own(['b', '10.0.0.2'])],
    [],
  ],
  ['mirrored from Endpoints', [external, slice([to('b', '10.0.0.2')], { managedBy: MIRRORING })], found],
  ['without a targetRef nobody can say', [external, slice([endpoint('10.0.0.9')])], []],
  [
    'a targetRef to something else',
    [external, slice([endpoint('10.0.0.9', 'uuu', { targetRef: { kind: 'VirtualMachine', name: 'b' } })])],
    [],
  ],
  [
    'a Pod of another namespace of the input',
    [external, n1, pod('b', { ...second, namespace: 'other' }), slice([to('b', '10.0.0.2', 'other')])],
    [],
  ],
  [
    'a terminating Pod is still there',
    publish(service(), n1, pod(), pod('a2', { ...second, deleted: true })),
    [],
  ],
  [
    'IPv6 in another spelling',
    [
      service({ ...dualStack, ipFamilies: ['IPv6'], clusterIPs: ['fd00::7'] }),
      n1,
      pod('a1', { ips: ['FD00:0::1'] }),
      slice([to('a1', 'fd00::1')], { managedBy: CONTROLLER, addressType: 'IPv6' }),
    ],
    [],
  ],
  [
    'frozen slices: beside it, and the selector is not followed',
    [
      external,
      n1,
      pod('b', { ...second, labels: {} }),
      slice([to('b', '10.0.0.2'), to('c', '10.0.0.3')], { managedBy: CONTROLLER }),
    ],
    [...found, 'warning endpoints-frozen Service/web'],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  const withEndpoints = objects.some(({ kind }) => kind === 'Endpoints') ? [] : [endpoints([])];
  expect(verdicts(await evaluateObjects(...objects, ...withEndpoints))).toEqual(expected);
});

test('read from the EndpointSlices, never from Endpoints', async () => {
  const frozen = endpoints([
    { addresses: [{ ip: '10.0.0.9', targetRef: { kind: 'Pod', name: 'gone' } }], ports: [{ port: 8080 }] },
  ]);
  expect(verdicts(await evaluateObjects(service(), n1, pod(), listing(['a1', '10.0.0.1']), frozen))).toEqual(
    [],
  );
});

describe('evidence', () => {
  test('one finding a Service, each address once, with its reason', async () => {
    const ports = [
      { name: 'a', port: 1, protocol: 'TCP' },
      { name: 'b', port: 2, protocol: 'TCP' },
    ];
    const web = service({ ports: ports.map(({ name, port }) => ({ name, port })) });
    const stale = slice(
      [
        to('a1', '10.0.0.1'),
        to('gone', '10.0.0.2'),
        to('a1', '10.0.0.3'),
        to('done', '10.0.0.4'),
        to('b', '10.0.0.5'),
      ],
      { managedBy: CONTROLLER, ports },
    );
    const done = pod('done', { ips: ['10.0.0.4'], phase: 'Succeeded' });
    const b = pod('b', { ips: ['10.0.0.5'], labels: { app: 'b' } });
    const report = await evaluateObjects(web, n1, pod(), done, b, stale, endpoints([]));
    expect(onlyFinding(report, RULE)).toMatchObject({
      severity: 'error',
      subject: { kind: 'Service', namespace: 'default', name: 'web' },
      message:
        'EndpointSlices of Service web list 4 addresses that no longer belong to its Pods: 10.0.0.2, 10.0.0.3, 10.0.0.4 and 1 more',
      detail: [
        '10.0.0.2: Pod gone does not exist',
        '10.0.0.3: Pod a1 has another address',
        '10.0.0.4: Pod done has finished',
        '10.0.0.5: Pod b is no longer selected',
      ],
      fix: 'kubectl -n kube-system get pods -l component=kube-controller-manager',
    });
  });

  test('one address, two slices', async () => {
    const report = await evaluateObjects(
      external,
      slice([to('b', '10.0.0.2')]),
      slice([to('b', '10.0.0.2')], { name: 'web-2' }),
    );
    const { message, detail, fix } = onlyFinding(report, RULE);
    expect(message).toBe(
      'EndpointSlices of Service web list 1 address that no longer belongs to its Pods: 10.0.0.2',
    );
    expect(detail).toEqual(['10.0.0.2: Pod b does not exist']);
    expect(fix).toBe('kubectl -n default get endpointslices -l kubernetes.io/service-name=web -o yaml');
    expect(onlyService(report)).toMatchObject({ status: 'Unavailable', backends: [{ findings: [RULE] }] });
  });

  test('one address, with a Pod that is gone and without: only the row of the Pod', async () => {
    const report = await evaluateObjects(external, slice([to('b', '10.0.0.2'), endpoint('10.0.0.2')]));
    const { status, backends } = onlyService(report);
    expect(status).toBe('Degraded');
    expect(backends?.map(({ pod: name, findings }) => [name, findings])).toEqual([
      [null, []],
      ['b', [RULE]],
    ]);
  });

  test('its mirrored slice would be written again: the fix names the Endpoints', async () => {
    const report = await evaluateObjects(
      external,
      endpoints([
        { addresses: [{ ip: '10.0.0.2', targetRef: { kind: 'Pod', name: 'b' } }], ports: [{ port: 8080 }] },
      ]),
      slice([to('b', '10.0.0.2')], { managedBy: MIRRORING }),
    );
    expect(onlyFinding(report, RULE).fix).toContain('endpoints');
    expect(onlyFinding(report, RULE).fix).not.toBe('kubectl -n default delete endpointslice web-1');
  });
});

test.each(['Pod', 'EndpointSlice'] as const)('%s unread: skipped', async (kind) => {
  const report = evaluateSnapshot(await snapshotWithout({ [kind]: 'no' }, external, own(['b', '10.0.0.2'])));
  expect(report.findings.map(({ rule }) => rule)).not.toContain(RULE);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});

describe('an address that gets no connections is not stale', () => {
  const finished = pod('a2', { ...second, phase: 'Succeeded', ready: 'False' });
  test.each<[string, 'FFF' | 'FTF' | 'FTT' | 'FuF' | 'TTF', string[]]>([
    ['not ready', 'FFF', []],
    ['not ready, serving unset', 'FuF', []],
    ['serving', 'FTF', found],
    ['serving and terminating', 'FTT', found],
    ['ready', 'TTF', found],
  ])('%s', async (_, conditions, expected) => {
    const listed = slice(
      [
        to('a1', '10.0.0.1'),
        endpoint('10.0.0.2', conditions, { targetRef: { kind: 'Pod', namespace: 'default', name: 'a2' } }),
      ],
      { managedBy: CONTROLLER },
    );
    const report = await evaluateObjects(service(), n1, pod(), finished, listed);
    expect(verdicts(report)).toEqual(expected);
  });
});
