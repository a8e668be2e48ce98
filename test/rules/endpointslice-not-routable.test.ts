import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import {
  CONTROLLER,
  dualStack,
  endpoint,
  endpoints,
  headless,
  manifest,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
} from '../support/objects.ts';

const RULE = 'endpointslice-not-routable';
const [error, warning] = [`error ${RULE} EndpointSlice/web-1`, `warning ${RULE} EndpointSlice/web-1`];
const external = selectorless();
const good = slice([endpoint('192.0.2.9')], { name: 'web-2' });
const unnamed = (port: number | null) => ({ ports: [{ name: '', port, protocol: 'TCP' }] });
const labelled = { labels: { 'service.kubernetes.io/headless': '' } };
const fqdn = slice([endpoint('db.example.com')], { addressType: 'FQDN' });
const v6 = slice([endpoint('2001:db8::1')], { addressType: 'IPv6' });

const cases: [string, Raw[], string[]][] = [
  ['routable', [external, slice([endpoint('192.0.2.1')])], []],
  ['FQDN', [external, fqdn], [error]],
  ['FQDN, and another slice serves the port', [external, fqdn, good], [warning]],
  ['a port without a number', [external, slice([endpoint('192.0.2.1')], unnamed(null))], [error]],
  ['a port with number 0', [external, slice([endpoint('192.0.2.1')], unnamed(0))], [error]],
  ['a family that the Service does not have', [external, v6], [error]],
  ['a family that it has', [selectorless(dualStack), v6], []],
  ['the headless label', [external, slice([endpoint('192.0.2.1')], labelled)], [error]],
  ['two addresses in an endpoint', [external, slice([endpoint(['192.0.2.1', '192.0.2.2'])])], [warning]],
  ['without endpoints', [external, slice(null, labelled), good], []],
  ['headless Service', [selectorless({ ...headless, ports: [] }), fqdn], []],
  [
    'ports null is port-name-mismatch',
    [external, slice([endpoint('192.0.2.1')], { ports: null })],
    ['error port-name-mismatch Service/web'],
  ],
  [
    'it names no port of the Service',
    [external, slice([endpoint('db.example.com')], { addressType: 'FQDN', ports: null }), good],
    [warning],
  ],
  [
    'a Service with a selector, its Pod is ready',
    [...publish(service(), node(), pod()), fqdn],
    [warning, 'info mixed-endpoint-sources Service/web'],
  ],
  [
    'the slices of a headless one that has a cluster IP now',
    [service(), node(), pod(), slice([endpoint('10.0.0.1', 'TTF')], { managedBy: CONTROLLER, ...labelled })],
    [error],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

/** Why kube-proxy ignores the slice, and the fix. */
const reasons: [string, Raw[], string, string][] = [
  [
    'a port above 65535',
    [external, slice([endpoint('192.0.2.1')], { ports: [{ name: '', port: 70000, protocol: 'TCP' }] })],
    'kube-proxy ignores part of EndpointSlice web-1: port 70000 is greater than 65535',
    `kubectl -n default patch endpointslice web-1 --type=json -p '[{"op":"add","path":"/ports/0/port","value":8080}]'`,
  ],
  [
    'FQDN',
    [external, fqdn],
    'kube-proxy ignores EndpointSlice web-1: its address type is FQDN',
    'a name needs a Service of its own, with type: ExternalName and externalName: db.example.com',
  ],
  [
    'family',
    [external, v6],
    'kube-proxy ignores EndpointSlice web-1: its addresses are IPv6, but the Service is IPv4 only',
    'set ipFamilyPolicy: PreferDualStack, if the cluster has both families',
  ],
  [
    'no number',
    [external, slice([endpoint('192.0.2.1')], unnamed(null))],
    'kube-proxy ignores part of EndpointSlice web-1: port (unnamed) TCP has no number',
    `kubectl -n default patch endpointslice web-1 --type=json -p '[{"op":"add","path":"/ports/0/port","value":8080}]'`,
  ],
  [
    'headless label',
    [external, slice([endpoint('192.0.2.1')], labelled)],
    'kube-proxy ignores EndpointSlice web-1: it has the label service.kubernetes.io/headless',
    'kubectl -n default label endpointslice web-1 service.kubernetes.io/headless-',
  ],
  [
    'two addresses',
    [external, slice([endpoint(['192.0.2.1', '192.0.2.2'])])],
    'kube-proxy ignores part of EndpointSlice web-1: only the first address of an endpoint is used',
    'kubectl -n default edit endpointslice web-1',
  ],
];

test.each(reasons)('why: %s', async (_, objects, why, fix) => {
  const finding = onlyFinding(await evaluateObjects(...objects), RULE);
  expect(finding.message).toBe(why);
  expect(finding.fix).toBe(fix);
});

test('the label of a mirrored slice is taken from the Endpoints', async () => {
  const report = await evaluateObjects(...publish(external, endpoints([subset(['192.0.2.1'])], labelled)));
  expect(onlyFinding(report, RULE).fix).toBe(
    'kubectl -n default label endpoints web service.kubernetes.io/headless-',
  );
});

test('slices unread: skipped', async () => {
  const report = evaluateSnapshot(await snapshotWithout({ EndpointSlice: 'no' }, external));
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});

test('Endpoints of a manifest: the slice that will be mirrored has no name yet', async () => {
  const labels = { 'service.kubernetes.io/headless': '' };
  const report = await evaluateObjects(
    manifest(selectorless()),
    manifest(endpoints([subset(['192.0.2.1'])], { labels })),
  );
  expect(onlyFinding(report, RULE)).toMatchObject({
    subject: { kind: 'Endpoints', name: 'web' },
    message: expect.stringMatching(/^kube-proxy ignores the EndpointSlice of Endpoints web: /),
  });
});
