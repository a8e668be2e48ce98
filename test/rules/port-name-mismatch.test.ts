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
  endpoint,
  endpoints,
  headless,
  manifest,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
} from '../support/objects.ts';

const RULE = 'port-name-mismatch';
const found = [`error ${RULE} Service/web`];
const numbers = ['info port-number-differs Service/web'];
const pg = { name: 'pg', port: 5432, targetPort: 5432 };
const metrics = { name: 'metrics', port: 9187, targetPort: 9187 };
const db = selectorless({ ports: [pg] });
const two = selectorless({ ports: [pg, metrics] });
const carrying = (...ports: [name: string, port: number | null, protocol?: string][]) =>
  slice([endpoint('192.0.2.1')], {
    ports: ports.map(([name, port, protocol = 'TCP']) => ({ name, port, protocol })),
  });

const cases: [string, Raw[], string[]][] = [
  ['the same name and protocol', [db, carrying(['pg', 5432])], []],
  ['numbers are not compared, they are another finding', [db, carrying(['pg', 6432])], numbers],
  ['another name', [db, carrying(['postgres', 5432])], found],
  ['upper case', [db, carrying(['PG', 5432])], found],
  ['another protocol', [db, carrying(['pg', 5432, 'UDP'])], found],
  ['unnamed there', [db, carrying(['', 5432])], found],
  ['unnamed here', [selectorless({ ports: [{ port: 5432 }] }), carrying(['pg', 5432])], found],
  ['unnamed on both sides', [selectorless({ ports: [{ port: 80 }] }), carrying(['', 80])], []],
  ['ports null', [db, slice([endpoint('192.0.2.1')], { ports: null })], found],
  ['one of two ports', [two, carrying(['pg', 5432])], found],
  [
    'each port in a slice of its own',
    [
      two,
      carrying(['pg', 5432]),
      slice([endpoint('192.0.2.2')], { name: 'web-2', ports: [{ name: 'metrics', port: 9187 }] }),
    ],
    [],
  ],
  ['a port more is no harm', [db, carrying(['pg', 5432], ['x', 1])], []],
  [
    'in a slice without endpoints only',
    [db, carrying(['postgres', 5432]), slice(null, { name: 'web-2', ports: [{ name: 'pg', port: 5432 }] })],
    found,
  ],
  [
    'no slice with endpoints is endpoints-missing',
    [db, slice(null)],
    ['error endpoints-missing Service/web'],
  ],
  [
    'a slice that is not routable carries its ports',
    [db, carrying(['pg', null])],
    ['error endpointslice-not-routable EndpointSlice/web-1'],
  ],
  [
    'headless: DNS needs no port',
    [selectorless({ ...headless, ports: [pg] }), carrying(['postgres', 5432])],
    [],
  ],
  [
    'Endpoints, mirrored',
    publish(db, endpoints([subset(['192.0.2.1'], [{ name: 'postgres', port: 5432 }])])),
    found,
  ],
  [
    'a selector',
    [service({ ports: [pg] }), slice([endpoint('10.0.0.1')], { managedBy: CONTROLLER })],
    ['error selector-matches-no-pods Service/web'],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

describe('evidence', () => {
  test('both lists, side by side', async () => {
    const { message, detail } = onlyFinding(
      await evaluateObjects(two, carrying(['pg', 5432], ['', 9187, 'UDP'])),
      RULE,
    );
    expect(message).toBe(
      'port metrics (9187/TCP) of Service web matches no EndpointSlice port by name and protocol',
    );
    expect(detail).toEqual([
      'Service ports:       pg 5432/TCP, metrics 9187/TCP',
      'EndpointSlice ports: pg 5432/TCP, 9187/UDP (unnamed) (web-1)',
    ]);
  });

  test('the rows of the port that is missing carry it', async () => {
    const report = await evaluateObjects(two, carrying(['pg', 5432]));
    const { status, ports } = onlyService(report);
    expect(status).toBe('Degraded');
    expect(ports.map(({ routable }) => routable)).toEqual([1, 0]);
  });
});

/** The hand-written object is fixed, by one patch if the right name is unambiguous. */
const fixes: [string, Raw[], string][] = [
  [
    'the one port that nobody uses is renamed',
    [db, carrying(['postgres', 5432])],
    `patch endpointslice web-1 --type=json -p '[{"op":"add","path":"/ports/0/name","value":"pg"}]'`,
  ],
  [
    'name and protocol',
    [db, carrying(['', 5432, 'UDP'])],
    `patch endpointslice web-1 --type=json -p '[{"op":"add","path":"/ports/0/name","value":"pg"},{"op":"add","path":"/ports/0/protocol","value":"TCP"}]'`,
  ],
  [
    'a port is added',
    [two, carrying(['pg', 5432])],
    `patch endpointslice web-1 --type=json -p '[{"op":"add","path":"/ports/-","value":{"name":"metrics","port":9187,"protocol":"TCP"}}]'`,
  ],
  [
    'ports null',
    [db, slice([endpoint('192.0.2.1')], { ports: null })],
    `patch endpointslice web-1 --type=json -p '[{"op":"add","path":"/ports","value":[{"name":"pg","port":5432,"protocol":"TCP"}]}]'`,
  ],
  [
    'a mirrored slice: the Endpoints',
    publish(db, endpoints([subset(['192.0.2.1'], [{ name: 'postgres', port: 5432 }])])),
    `patch endpoints web --type=json -p '[{"op":"add","path":"/subsets/0/ports/0/name","value":"pg"}]'`,
  ],
  ['several are missing', [two, carrying(['', 5432])], 'edit endpointslice web-1'],
];

test.each(fixes)('fix: %s', async (_, objects, fix) => {
  expect(onlyFinding(await evaluateObjects(...objects), RULE).fix).toBe(`kubectl -n default ${fix}`);
});

test('manifests of Endpoints: no slice has a name yet', async () => {
  const written = endpoints([subset(['192.0.2.1'], [{ name: 'postgres', port: 5432 }])]);
  const { message, detail } = onlyFinding(await evaluateObjects(manifest(db), manifest(written)), RULE);
  expect([message, ...detail]).toEqual([
    'port pg (5432/TCP) of Service web matches no port of Endpoints web by name and protocol',
    'Service ports:   pg 5432/TCP',
    'Endpoints ports: postgres 5432/TCP',
  ]);
});

test('slices unread: skipped, and the Service Unknown', async () => {
  const report = evaluateSnapshot(await snapshotWithout({ EndpointSlice: 'no' }, db));
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
  expect(onlyService(report).status).toBe('Unknown');
});
