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

const RULE = 'endpoints-not-mirrored';
const found = [`error ${RULE} Endpoints/web`];
const external = selectorless();
const ip = '192.0.2.1';
const SKIP = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';
const twice = [subset([ip], [{ port: 80 }, { port: 80, protocol: 'UDP' }])];

const cases: [string, Raw[], string[]][] = [
  ['mirrored', publish(external, endpoints([subset([ip])])), []],
  ['no slice', [external, endpoints([subset([ip])])], found],
  ['a slice without endpoints', [external, endpoints([subset([ip])]), slice(null)], found],
  [
    'a slice with other addresses',
    [external, endpoints([subset([ip])]), slice([endpoint('192.0.2.9')])],
    found,
  ],
  [
    'skip-mirror, and the slice by hand',
    [external, endpoints([subset([ip])], { labels: { [SKIP]: 'true' } }), slice([endpoint(ip)])],
    [],
  ],
  [
    'a slice of another Service, which is another finding',
    [external, endpoints([subset([ip])]), slice([endpoint(ip)], { service: 'db' })],
    [...found, 'warning orphan-endpoints EndpointSlice/web-1'],
  ],
  [
    'addresses that are not ready only: endpoints-missing',
    [external, endpoints([subset([`!${ip}`])])],
    ['error endpoints-missing Service/web'],
  ],
  ['no addresses', [external, endpoints([])], ['error endpoints-missing Service/web']],
  ['headless', [selectorless({ ...headless, ports: [] }), endpoints([subset([ip], [])])], found],
  ['a selector: the Endpoints controller owns it', publish(service(), node(), pod()), []],
  [
    'ExternalName',
    [selectorless({ type: 'ExternalName', externalName: 'a.example.com' }), endpoints([subset([ip])])],
    [],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

/** Why the controller does not mirror the Endpoints, and the fix. */
const reasons: [string, Raw, string, string][] = [
  [
    'the label',
    endpoints([subset([ip])], { labels: { [SKIP]: 'true' } }),
    `its label ${SKIP} is "true"`,
    `label endpoints web ${SKIP}-`,
  ],
  [
    'the annotation',
    endpoints([subset([ip])], { annotations: { [LEADER]: '{}' } }),
    `its annotation ${LEADER} marks it as a leader election record`,
    `annotate endpoints web ${LEADER}-`,
  ],
  [
    'two ports of one name',
    endpoints(twice),
    'two ports of a subset are named "", which EndpointSlices do not allow: mirroring fails without an event',
    'edit endpoints web',
  ],
  [
    'two subsets, one address',
    endpoints([subset([ip], [{ name: 'a', port: 80 }]), subset([ip], [{ name: 'a', port: 81 }])]),
    'two ports of a subset are named "a", which EndpointSlices do not allow: mirroring fails without an event',
    'edit endpoints web',
  ],
  [
    'the label is not exactly "true"',
    endpoints([subset([ip])], { labels: { [SKIP]: 'True' } }),
    'nothing in it prevents mirroring: is kube-controller-manager running, with its EndpointSliceMirroring controller?',
    'get endpointslices -l kubernetes.io/service-name=web',
  ],
  [
    'two subsets, two addresses',
    endpoints([subset([ip], [{ port: 80 }]), subset(['192.0.2.2'], [{ port: 81 }])]),
    'nothing in it prevents mirroring: is kube-controller-manager running, with its EndpointSliceMirroring controller?',
    'get endpointslices -l kubernetes.io/service-name=web',
  ],
];

test.each(reasons)('why: %s', async (_, written, why, fix) => {
  const report = await evaluateObjects(external, written);
  expect(onlyFinding(report, RULE)).toMatchObject({
    detail: [why, 'kube-proxy and DNS read only EndpointSlices'],
    fix: `kubectl -n default ${fix}`,
  });
  expect(onlyService(report).status).toBe('Unavailable');
});

test('the addresses are named, the first three', async () => {
  const ips = [1, 2, 3, 4, 5].map((n) => `192.0.2.${n}`);
  const { message } = onlyFinding(await evaluateObjects(external, endpoints([subset(ips)])), RULE);
  expect(message).toBe(
    'Endpoints web has 5 addresses (192.0.2.1, 192.0.2.2, 192.0.2.3 and 2 more) missing from the EndpointSlices of Service web',
  );
});

test.each(['Endpoints', 'EndpointSlice'] as const)('%s unread: skipped', async (kind) => {
  const report = evaluateSnapshot(
    await snapshotWithout({ [kind]: 'no' }, external, endpoints([subset([ip])])),
  );
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});
