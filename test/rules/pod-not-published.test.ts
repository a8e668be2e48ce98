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
  event,
  headless,
  manifest,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  toNamed,
} from '../support/objects.ts';

const RULE = 'pod-not-published';
const found = [`error ${RULE} Pod/a1`];
const n1 = node();
const second = { ips: ['10.0.0.2'] };
const listing = (name: string, ip: string, shape: Parameters<typeof slice>[1] = {}) =>
  slice([endpoint(ip, 'TTF', { nodeName: 'n1', targetRef: { kind: 'Pod', namespace: 'default', name } })], {
    managedBy: CONTROLLER,
    ...shape,
  });
/** The objects that the controllers write if they see no Pod. */
const nobody = [endpoints([]), slice(null, { managedBy: CONTROLLER })];
const two = service({
  ports: [
    { name: 'a', port: 80, targetPort: 8080 },
    { name: 'b', port: 81, targetPort: 9000 },
  ],
});
const port = (name: string, number: number) => ({ name, port: number, protocol: 'TCP' });

const cases: [string, Raw[], string[]][] = [
  ['published', publish(service(), n1, pod()), []],
  ['in no slice', [service(), n1, pod(), ...nobody], found],
  [
    'an error beside a ready Pod, too',
    [service(), n1, pod(), pod('a2', second), listing('a2', '10.0.0.2'), endpoints([])],
    found,
  ],
  [
    'missing for one port',
    [two, n1, pod(), listing('a1', '10.0.0.1', { ports: [port('a', 8080)] }), endpoints([])],
    found,
  ],
  [
    'both ports, each in a slice of its own',
    [
      two,
      n1,
      pod(),
      listing('a1', '10.0.0.1', { ports: [port('a', 8080)] }),
      listing('a1', '10.0.0.1', { name: 'web-2', ports: [port('b', 9000)] }),
      endpoints([]),
    ],
    [],
  ],
  [
    'under another number',
    [service(), n1, pod(), listing('a1', '10.0.0.1', { ports: [port('', 9999)] }), endpoints([])],
    found,
  ],
  ['not ready', [service(), n1, pod('a1', { ready: 'False' }), ...nobody], ['error pod-not-ready Pod/a1']],
  [
    'publishNotReadyAddresses: not ready belongs there, too',
    [service({ publishNotReadyAddresses: true }), n1, pod('a1', { ready: 'False' }), ...nobody],
    found,
  ],
  [
    'publishNotReadyAddresses: and so does one without its Node',
    [service({ publishNotReadyAddresses: true }), n1, pod('a1', { node: 'gone' }), ...nobody],
    found,
  ],
  ['finished', publish(service(), n1, pod(), pod('a2', { ...second, phase: 'Succeeded' })), []],
  [
    'terminating',
    [service(), n1, pod('a1', { deleted: true }), ...nobody],
    ['error only-terminating-endpoints Service/web'],
  ],
  [
    'not selected',
    [service(), n1, pod('b1', { labels: { app: 'b' } }), ...publish(service(), n1, pod())],
    [],
  ],
  [
    'no address of the family',
    [service(), n1, pod('a1', { ips: ['fd00::1'] }), ...nobody],
    ['error ip-family-unserved Service/web'],
  ],
  [
    'an unresolved port comes first',
    [service(toNamed()), n1, pod(), ...nobody],
    ['error target-port-unresolved Pod/a1'],
  ],
  [
    'one family of two',
    [
      service(dualStack),
      n1,
      pod('a1', { ips: ['10.0.0.1', 'fd00::1'] }),
      listing('a1', '10.0.0.1'),
      slice(null, { name: 'web-2', managedBy: CONTROLLER, addressType: 'IPv6' }),
      endpoints([]),
    ],
    found,
  ],
  ['headless, no ports', [service({ ...headless, ports: [] }), n1, pod(), ...nobody], found],
  ['no selector', [selectorless(), n1, pod(), slice([endpoint('192.0.2.1')])], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

test('a manifest has no slices yet', async () => {
  const report = await evaluateObjects(manifest(service()), n1, pod());
  expect(report.findings.map(({ rule }) => rule)).not.toContain(RULE);
});

describe('evidence', () => {
  test('its address, and where to look', async () => {
    const report = await evaluateObjects(service(), n1, pod(), ...nobody);
    expect(onlyService(report).status).toBe('Unavailable');
    expect(onlyFinding(report, RULE)).toMatchObject({
      subject: { kind: 'Pod', namespace: 'default', name: 'a1' },
      message: "Pod a1 is missing from the controller's EndpointSlices for Service web",
      detail: ['its address is 10.0.0.1'],
      fix: 'kubectl -n default get events --field-selector=involvedObject.name=web',
    });
  });

  test('the port that is missing, and only its rows', async () => {
    const report = await evaluateObjects(
      two,
      n1,
      pod(),
      listing('a1', '10.0.0.1', { ports: [port('a', 8080)] }),
      endpoints([]),
    );
    expect(onlyFinding(report, RULE).message).toBe(
      "Pod a1 is missing from the controller's EndpointSlices for Service web, port b (81/TCP)",
    );
    expect(onlyService(report).backends.map(({ servicePort, findings }) => [servicePort, findings])).toEqual([
      [80, []],
      [81, [RULE]],
    ]);
  });

  test('publishNotReadyAddresses: nobody says that the Pod is Ready', async () => {
    const pnr = service({ publishNotReadyAddresses: true });
    const report = await evaluateObjects(pnr, n1, pod('a1', { ready: 'False' }), ...nobody);
    expect(onlyFinding(report, RULE).message).not.toContain('is Ready');
  });

  test('an address that the API refuses blocks the whole slice', async () => {
    const poison = pod('a2', { ips: ['169.254.7.7'] });
    const report = await evaluateObjects(service(), n1, pod(), poison, ...nobody);
    expect(verdicts(report)).toEqual([...found, `error ${RULE} Pod/a2`]);
    expect(report.findings[0]?.detail).toEqual([
      'its address is 10.0.0.1',
      'Pod a2 has the address 169.254.7.7, which the API rejects together with the whole slice',
    ]);
  });

  test('of many such addresses the first are told', async () => {
    const poison = ['127.0.0.2', 'febf::1', '::1', '169.254.7.7', '224.0.0.1'].map((ip, i) =>
      pod(`b${i}`, { ips: [ip] }),
    );
    const report = await evaluateObjects(service(dualStack), n1, pod(), ...poison, ...nobody);
    expect(report.findings[0]?.detail.slice(1)).toEqual([
      'Pod b0 has the address 127.0.0.2, which the API rejects together with the whole slice',
      'Pod b1 has the address febf::1, which the API rejects together with the whole slice',
      'Pod b2 has the address ::1, which the API rejects together with the whole slice',
      '2 more Pods with such an address',
    ]);
  });
});

test.each(['Pod', 'Node', 'EndpointSlice'] as const)('%s unread: skipped', async (kind) => {
  const report = evaluateSnapshot(await snapshotWithout({ [kind]: 'no' }, service(), n1, pod(), ...nobody));
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});

test('the event of the controller', async () => {
  const web = service();
  const lagging = [web, node(), pod(), slice(null, { managedBy: CONTROLLER }), endpoints([])];
  const refused = event(web, 'FailedToUpdateEndpointSlices', 'node "n1" not found');
  const { detail } = onlyFinding(await evaluateObjects(...lagging, refused), RULE);
  expect(detail).toContain('last event: FailedToUpdateEndpointSlices: node "n1" not found');
});
