/** Differences of older API servers, and the fields that reveal their version. */
import { expect, test } from 'vitest';
import { evaluateObjects, onlyService, verdicts } from '../support/evaluate.ts';
import {
  CONTROLLER,
  endpoint,
  endpoints,
  node,
  pod,
  type Raw,
  service,
  slice,
  toNamed,
} from '../support/objects.ts';

const sidecar = { name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'http', containerPort: 9090 }] };
const targetRef = { kind: 'Pod', namespace: 'default', name: 'a1', uid: 'Pod-a1' };
const since133 = { labels: { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' } };

/** A slice that lists the Pod without a port, as up to 1.32, or with the port of its sidecar. */
const cluster = (ports: object[] | null, ...more: Raw[]) => [
  service(toNamed()),
  node(),
  pod('a1', { initContainers: [sidecar] }),
  slice([endpoint('10.0.0.1', 'TTF', { targetRef })], {
    managedBy: CONTROLLER,
    ports: ports as Record<string, unknown>[] | null,
  }),
  ...more,
];
const listed = [{ name: '', port: 9090, protocol: 'TCP' }];
const unresolved = 'error target-port-unresolved Pod/a1';
const unpublished = 'error pod-not-published Pod/a1';

test.each<[string, Raw[], string[]]>([
  ['up to 1.31', cluster(null, endpoints([])), [unresolved]],
  ['1.32: Endpoints have it', cluster(null, endpoints([{ addresses: [{ ip: '10.0.0.1' }] }])), [unresolved]],
  ['since 1.33', cluster(listed, endpoints([], since133)), []],
  ['since 1.33, where the controller lags', cluster(null, endpoints([], since133)), [unpublished]],
  ['its age is not shown: Endpoints are off', cluster(listed), []],
  [
    'another Service shows it',
    cluster(
      null,
      endpoints([]),
      service({ selector: { app: 'b' } }, { name: 'api' }),
      endpoints([], { name: 'api', ...since133 }),
    ),
    ['error selector-matches-no-pods Service/api', unpublished],
  ],
  [
    'Endpoints by hand show nothing',
    cluster(
      listed,
      service({ selector: null }, { name: 'db' }),
      endpoints([{ notReadyAddresses: [{ ip: '192.0.2.1' }] }], { name: 'db' }),
    ),
    ['error endpoints-missing Service/db'],
  ],
])('a port that only a sidecar declares: %s', async (_, objects, findings) => {
  expect(verdicts(await evaluateObjects(...objects)).toSorted()).toEqual(findings.toSorted());
});

/** Since 1.33 the EndpointSlice controller writes canonical addresses; before, it copied them. */
test.each(['fd00::1', 'FD00:0::1'])(
  'a Pod whose address is spelled FD00:0::1, published as %s',
  async (address) => {
    const families = { ipFamilies: ['IPv6'], clusterIP: 'fd00::7', clusterIPs: ['fd00::7'] };
    const report = await evaluateObjects(
      service(families),
      node(),
      pod('a1', { ips: ['FD00:0::1'] }),
      slice([endpoint(address, 'TTF', { targetRef })], { managedBy: CONTROLLER, addressType: 'IPv6' }),
      endpoints([{ addresses: [{ ip: address, targetRef }], ports: [{ port: 8080 }] }]),
    );
    expect(verdicts(report)).toEqual([]);
    expect(onlyService(report).backends).toMatchObject([{ endpoints: 'ready', endpointSlice: 'ready' }]);
  },
);

/** Up to 1.35 API servers accept IPv4 addresses with leading zeros and IPv4-mapped IPv6 addresses. */
const written = ['010.0.0.1', '::ffff:10.0.0.1', '::FFFF:a00:1'];
test.each(written.flatMap((ip) => [ip, '10.0.0.1'].map((address) => [ip, address] as const)))(
  'a Pod whose address is spelled %s, published as %s',
  async (ip, address) => {
    const report = await evaluateObjects(
      service(),
      node(),
      pod('a1', { ips: [ip] }),
      slice([endpoint(address, 'TTF', { targetRef })], { managedBy: CONTROLLER }),
      endpoints([{ addresses: [{ ip: address, targetRef }], ports: [{ port: 8080 }] }]),
    );
    expect(verdicts(report)).toEqual([]);
    expect(onlyService(report).backends).toMatchObject([
      { address: '10.0.0.1', endpoints: 'ready', endpointSlice: 'ready', routable: true },
    ]);
  },
);
