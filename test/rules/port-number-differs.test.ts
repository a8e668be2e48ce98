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

const RULE = 'port-number-differs';
const found = [`info ${RULE} Service/web`];
const pg = selectorless({ ports: [{ name: 'pg', port: 5432, targetPort: 5432 }] });
const at = (port: number | null, name = 'pg') =>
  slice([endpoint('192.0.2.1')], { ports: [{ name, port, protocol: 'TCP' }] });

const cases: [string, Raw[], string[]][] = [
  ['equal', [pg, at(5432)], []],
  ['different', [pg, at(6432)], found],
  [
    'mirrored Endpoints',
    publish(pg, endpoints([subset(['192.0.2.1'], [{ name: 'pg', port: 6432 }])])),
    found,
  ],
  ['targetPort defaults to port', [selectorless({ ports: [{ name: 'pg', port: 5432 }] }), at(6432)], found],
  [
    'one of two addresses has it',
    [
      pg,
      at(5432),
      slice([endpoint('192.0.2.2')], { name: 'web-2', ports: [{ name: 'pg', port: 6432, protocol: 'TCP' }] }),
    ],
    [],
  ],
  [
    'a name resolves to nothing here',
    [selectorless({ ports: [{ name: 'pg', port: 5432, targetPort: 'pg' }] }), at(6432)],
    [],
  ],
  ['another port name is port-name-mismatch', [pg, at(6432, 'x')], ['error port-name-mismatch Service/web']],
  ['no endpoints', [pg], ['error endpoints-missing Service/web']],
  ['headless', [selectorless({ ...headless, ports: [{ name: 'pg', port: 5432 }] }), at(6432)], []],
  ['a selector', publish(service(), node(), pod()), []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

test('one finding for all ports, and the Service stays Healthy', async () => {
  const two = selectorless({
    ports: [
      { name: 'pg', port: 5432, targetPort: 5432 },
      { name: 'metrics', port: 9187, targetPort: 1 },
    ],
  });
  const ports = [
    { name: 'pg', port: 6432, protocol: 'TCP' },
    { name: 'metrics', port: 9187, protocol: 'TCP' },
  ];
  const report = await evaluateObjects(two, slice([endpoint('192.0.2.1')], { ports }));
  expect(onlyFinding(report, RULE)).toMatchObject({
    subject: { kind: 'Service', namespace: 'default', name: 'web' },
    message:
      'Service web has a targetPort that is ignored: port pg (5432/TCP) has 5432, its endpoints have 6432, port metrics (9187/TCP) has 1, its endpoints have 9187',
    detail: ['without a selector, connections go to the port of the endpoints'],
    fix: `kubectl -n default patch service web --type=json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":6432},{"op":"replace","path":"/spec/ports/1/targetPort","value":9187}]'`,
    remedy: { kind: 'fix', tested: true },
  });
  expect(onlyService(report).status).toBe('Healthy');
});

test('EndpointSlices unread: skipped', async () => {
  const report = evaluateSnapshot(await snapshotWithout({ EndpointSlice: 'no' }, pg, at(6432)));
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});
