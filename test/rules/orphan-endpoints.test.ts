import { describe, expect, test } from 'vitest';
import type { Kind } from '../../src/model/objects/kinds.ts';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  onlyService,
  snapshotOf,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import {
  CONTROLLER,
  endpoint,
  endpoints,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
} from '../support/objects.ts';

const RULE = 'orphan-endpoints';
const web = publish(service(), node(), pod());
const orphan = endpoints([subset(['192.0.2.1', '192.0.2.2'])], { name: 'db' });
const orphanSlice = slice([endpoint('192.0.2.1')], { name: 'db-1', service: 'db' });
const leader = endpoints([subset(['10.0.0.1'])], {
  name: 'db',
  annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' },
});

const cases: [string, Raw[], string[]][] = [
  ['both have their Service', web, []],
  ['Endpoints', [...web, orphan], [`warning ${RULE} Endpoints/db`]],
  ['an EndpointSlice', [...web, orphanSlice], [`warning ${RULE} EndpointSlice/db-1`]],
  [
    'even the controller left it',
    [...web, slice(null, { name: 'db-1', service: 'db', managedBy: CONTROLLER })],
    [`warning ${RULE} EndpointSlice/db-1`],
  ],
  ['a leader election record', [...web, leader], []],
  [
    'a slice without the label names no Service',
    [...web, slice([endpoint('192.0.2.1')], { name: 'x', service: '' })],
    [],
  ],
  [
    'a Service of another namespace is another one',
    [...web, endpoints([], { namespace: 'x' })],
    [`warning ${RULE} Endpoints/web`],
  ],
  [
    'an ExternalName is a Service, too',
    [selectorless({ type: 'ExternalName', externalName: 'a.example' }), endpoints([])],
    [],
  ],
  [
    'in a namespace without a Service',
    [...web, endpoints([], { name: 'db', namespace: 'x' })],
    [`warning ${RULE} Endpoints/db`],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

describe('evidence', () => {
  test('Endpoints: it belongs to no Service of the report', async () => {
    const report = await evaluateObjects(...web, orphan);
    expect(onlyFinding(report, RULE)).toMatchObject({
      namespace: 'default',
      service: null,
      subject: { kind: 'Endpoints', namespace: 'default', name: 'db' },
      message: 'Endpoints db belongs to Service db, which does not exist',
      detail: ['addresses: 192.0.2.1, 192.0.2.2'],
      fix: 'kubectl -n default get services',
    });
    expect(onlyService(report)).toMatchObject({ status: 'Healthy', findings: [] });
  });

  test('EndpointSlice', async () => {
    const { service, message, fix } = onlyFinding(await evaluateObjects(...web, orphanSlice), RULE);
    expect(service).toBeNull();
    expect(message).toBe('EndpointSlice db-1 belongs to Service db, which does not exist');
    expect(fix).toBe('kubectl -n default get services');
  });

  test('addresses that are not ready are addresses', async () => {
    const { detail } = onlyFinding(
      await evaluateObjects(...web, endpoints([subset(['!192.0.2.1'])], { name: 'db' })),
      RULE,
    );
    expect(detail).toEqual(['addresses: 192.0.2.1']);
  });
});

test('where Services are asked for by name or label nobody looks for it', async () => {
  const snapshot = await snapshotOf(...web, orphan);
  expect(verdicts(evaluateSnapshot({ ...snapshot, namespaces: [] }))).toEqual([]);
});

test.each<Kind>(['Service', 'Endpoints', 'EndpointSlice'])('%s unread: skipped', async (kind) => {
  const report = evaluateSnapshot(await snapshotWithout({ [kind]: 'no' }, ...web, orphan, orphanSlice));
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});
