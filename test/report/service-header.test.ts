import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, evaluateSnapshot, onlyService, snapshotWithout } from '../support/evaluate.ts';
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
  toNamed,
} from '../support/objects.ts';

const factsOf = async (...objects: Raw[]) =>
  Object.fromEntries(
    onlyService(await evaluateObjects(...publish(...objects))).facts.map(({ label, lines }) => [
      label,
      lines.join(' | '),
    ]),
  );

const http = { ports: [{ name: 'http', containerPort: 8080 }] };
const name = { type: 'ExternalName', externalName: 'a.example.com' };
const balancer = (ingress: object[]) => ({
  ...service({ type: 'LoadBalancer' }),
  status: { loadBalancer: { ingress } },
});

test.each<[string, string, Raw[]]>([
  ['Type', 'ClusterIP', [service()]],
  ['Type', 'ClusterIP, headless', [service(headless)]],
  ['IP', '10.96.0.7 (IPv4, SingleStack)', [service()]],
  [
    'IP',
    '<none>',
    [manifest(service({ clusterIP: undefined, clusterIPs: [], ipFamilies: [], ipFamilyPolicy: undefined }))],
  ],
  ['IP', '10.96.0.7, fd00::7 (IPv4, IPv6, PreferDualStack)', [service(dualStack)]],
  ['IP', 'None (IPv4, SingleStack)', [service(headless)]],
  ['External Name', 'a.example.com', [selectorless(name)]],
  ['External IPs', '192.0.2.1, 192.0.2.2', [service({ externalIPs: ['192.0.2.1', '192.0.2.2'] })]],
  ['Load Balancer', '<pending>', [balancer([])]],
  [
    'Load Balancer',
    '192.0.2.1, lb.example.com',
    [balancer([{ ip: '192.0.2.1' }, { hostname: 'lb.example.com' }])],
  ],
  ['Selector', '<none>', [selectorless()]],
  ['Selector', 'app=a (0 Pods)', [service()]],
  [
    'Selector',
    'app=a (2 Pods, 1 of them finished)',
    [service(), node(), pod(), pod('a2', { phase: 'Failed' })],
  ],
  ['Selector', 'app=a (ignored)', [service(name)]],
  ['Filled by', '<none>', [selectorless()]],
  [
    'Filled by',
    'Endpoints web, mirrored in EndpointSlice web-mirrored',
    [selectorless(), endpoints([subset(['192.0.2.1'])])],
  ],
  ['Filled by', 'EndpointSlice web-1 (managed by <none>)', [selectorless(), slice([endpoint('192.0.2.1')])]],
  [
    'Filled by',
    `EndpointSlice web-1 (managed by ${CONTROLLER})`,
    [selectorless(), slice([endpoint('192.0.2.1')], { managedBy: CONTROLLER })],
  ],
  ['Internal Traffic', 'Local', [service({ internalTrafficPolicy: 'Local' })]],
  ['External Traffic', 'Local', [service({ externalTrafficPolicy: 'Local' })]],
  ['Distribution', 'PreferSameZone', [service({ trafficDistribution: 'PreferSameZone' })]],
  ['Session Affinity', 'ClientIP', [service({ sessionAffinity: 'ClientIP' })]],
  ['Not Ready Pods', 'published (publishNotReadyAddresses)', [service({ publishNotReadyAddresses: true })]],
  ['Ports', '80/TCP -> 8080', [service()]],
  [
    'Ports',
    'http 80/TCP, nodePort 30080 -> 8080',
    [service({ ports: [{ name: 'http', port: 80, nodePort: 30080, targetPort: 8080 }] })],
  ],
  ['Ports', '80/TCP -> http (no Pods)', [service(toNamed())]],
  [
    'Ports',
    '80/TCP -> http (8080 in 1 Pod, not declared in 1 Pod)',
    [service(toNamed()), node(), pod('a1', http), pod('a2')],
  ],
  ['Ports', '80/TCP -> http', [selectorless(toNamed())]],
  ['Ports', '80/TCP', [selectorless(name)]],
  ['Ports', '<none>', [service({ ...headless, ports: [] })]],
])('%s: %s', async (label, value, objects) => {
  expect((await factsOf(...objects))[label]).toBe(value);
});

test('a manifest of Endpoints is told once, however many addresses it has', async () => {
  const { facts } = onlyService(
    await evaluateObjects(
      manifest(selectorless()),
      manifest(endpoints([subset(['192.0.2.1', '192.0.2.2'])])),
    ),
  );
  expect(facts).toContainEqual({ label: 'Filled by', lines: ['Endpoints web'] });
});

test('what is as usual is not told', async () => {
  expect(Object.keys(await factsOf(service({ externalTrafficPolicy: 'Cluster' })))).toEqual([
    'Type',
    'IP',
    'Selector',
    'Ports',
  ]);
});

test('what was not read is unknown, not none', async () => {
  const given = publish(service({}, { name: 'a' }), selectorless({}, { name: 'b' }));
  const { services } = evaluateSnapshot(await snapshotWithout({ Pod: 'no', EndpointSlice: 'no' }, ...given));
  expect(
    services.map(({ facts }) => facts.find(({ label }) => /Selector|Filled/.test(label) && label !== 'x')),
  ).toEqual([
    { label: 'Selector', lines: ['app=a (Pods: <unknown>)'] },
    { label: 'Selector', lines: ['<none>'] },
  ]);
  expect(services[1]?.facts).toContainEqual({ label: 'Filled by', lines: ['EndpointSlices: <unknown>'] });
});
