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
import {
  dualStack,
  endpoint,
  endpoints,
  headless,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
} from '../support/objects.ts';
import { run } from '../support/run-main.ts';

const RULE = 'endpoints-missing';
const found = [`error ${RULE} Service/web`];
const external = selectorless();

const cases: [string, Raw[], string[]][] = [
  ['nothing was written', [external], found],
  ['Endpoints with an address', [external, endpoints([subset(['192.0.2.1'])])], []],
  ['a slice with an endpoint', [external, slice([endpoint('192.0.2.1')])], []],
  ['Endpoints without subsets', [external, endpoints([])], found],
  ['Endpoints: subsets null', [external, endpoints(null)], found],
  ['a slice without endpoints', [external, slice(null)], found],
  ['Endpoints, not ready', [external, endpoints([subset(['!192.0.2.1'])])], found],
  ['a slice, not ready', [external, slice([endpoint('192.0.2.1', 'Fuu')])], found],
  [
    'one of two is ready',
    [external, slice([endpoint('192.0.2.1', 'Fuu'), endpoint('192.0.2.2', 'Tuu')])],
    [],
  ],
  ['conditions unset are ready', [external, slice([endpoint('192.0.2.1', 'uuu')])], []],
  ['a slice without the label', [external, slice([endpoint('192.0.2.1')], { service: '' })], found],
  [
    'a slice of another Service, which is another finding',
    [external, slice([endpoint('192.0.2.1')], { service: 'db' })],
    [...found, 'warning orphan-endpoints EndpointSlice/web-1'],
  ],
  ['headless', [selectorless({ ...headless, ports: [{ port: 80 }] })], found],
  ['headless, no ports', [selectorless({ ...headless, ports: [] })], found],
  [
    'headless, filled',
    [selectorless({ ...headless, ports: [{ port: 80 }] }), slice([endpoint('192.0.2.1')], { ports: null })],
    [],
  ],
  ['a dual-stack Service with one family', [selectorless(dualStack), slice([endpoint('192.0.2.1')])], []],
  [
    'filled by a controller of its own',
    [external, slice([endpoint('192.0.2.1')], { managedBy: 'my-operator' })],
    [],
  ],
  [
    'still serving while it terminates',
    [external, slice([endpoint('192.0.2.1', 'FTT')])],
    ['warning only-terminating-endpoints Service/web'],
  ],
  ['a selector', [service(), node(), pod()], []],
  ['ExternalName', [selectorless({ type: 'ExternalName', externalName: 'a.example.com' })], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

const named = selectorless({
  ports: [
    { name: 'pg', port: 5432, targetPort: 5432 },
    { name: 'dns', port: 53, targetPort: 5353, protocol: 'UDP' },
  ],
});

test('nothing was written: what is missing, and the command that writes it', async () => {
  const report = await evaluateObjects(named);
  expect(onlyService(report).status).toBe('Unavailable');
  expect(onlyFinding(report, RULE)).toMatchObject({
    message: 'Service web has no selector and no endpoints',
    detail: ['no Endpoints object web', 'no EndpointSlice with label kubernetes.io/service-name=web'],
    fix: 'kubectl endpoints create-external web -n default --ip ADDRESS --port pg:5432 --port dns:53:5353/UDP --dry-run=client -o yaml | kubectl apply -f -',
  });
});

test('addresses that are not ready', async () => {
  const written = endpoints([subset(['!192.0.2.1', '!192.0.2.2'])]);
  const report = await evaluateObjects(...publish(external, written));
  const finding = onlyFinding(report, RULE);
  expect(finding.message).toBe('Service web has 2 addresses, but none is ready');
  expect(finding.detail).toEqual([
    'Endpoints web lists them in notReadyAddresses',
    'EndpointSlice web-mirrored lists them with ready: false',
  ]);
  expect(finding.fix).toBe('kubectl -n default edit endpoints web');
  expect(onlyService(report).backends.map(({ findings }) => findings)).toEqual([[RULE], [RULE]]);
});

test('a slice written by hand that is not ready', async () => {
  const { fix } = onlyFinding(await evaluateObjects(external, slice([endpoint('192.0.2.1', 'Fuu')])), RULE);
  expect(fix).toBe('kubectl -n default edit endpointslice web-1');
});

test('a slice that has no label is named, and the fix labels it', async () => {
  const { detail, fix } = onlyFinding(
    await evaluateObjects(external, slice([endpoint('192.0.2.1')], { service: '' })),
    RULE,
  );
  expect(detail).toContain(
    'EndpointSlice web-1 has no label kubernetes.io/service-name, so it belongs to no Service',
  );
  expect(fix).toBe('kubectl -n default label endpointslice web-1 kubernetes.io/service-name=web');
});

test.each(['Endpoints', 'EndpointSlice'] as const)('%s unread: skipped', async (kind) => {
  const report = evaluateSnapshot(await snapshotWithout({ [kind]: 'forbidden' }, external));
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'forbidden' });
});

test.each<[string, object]>([
  ['a port', {}],
  ['several ports, by name and protocol', named.spec as object],
  ['headless', { ...headless, ports: [{ port: 80 }] }],
  ['headless, no ports', { ...headless, ports: [] }],
  ['a named targetPort, which resolves to nothing here', { ports: [{ port: 5432, targetPort: 'pg' }] }],
])('create-external takes the fix: %s', async (_, spec) => {
  const { fix } = onlyFinding(await evaluateObjects(selectorless({ ...spec, selector: undefined })), RULE);
  const [, words = ''] = /^kubectl endpoints (.*) \| kubectl apply -f -$/.exec(fix) ?? [];
  const { code, stderr } = await run(words.replace('ADDRESS', '192.0.2.1').split(' '));
  expect({ code, error: stderr.match(/^error: .*/m)?.[0] }).toEqual({ code: 0, error: undefined });
});
