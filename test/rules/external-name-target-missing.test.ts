import { expect, test } from 'vitest';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  onlyService,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import { endpoint, pod, type Raw, selectorless, slice } from '../support/objects.ts';

const RULE = 'external-name-target-missing';
const found = [`error ${RULE} Service/web`];
const alias = (externalName: string) => selectorless({ type: 'ExternalName', externalName });
const target = [selectorless({}, { name: 'db' }), slice([endpoint('192.0.2.1')], { service: 'db' })];
/** An object in namespace other, so that the namespace counts as read. */
const other = pod('p', { namespace: 'other' });

const cases: [string, Raw[], string[]][] = [
  ['NAME.NAMESPACE.svc exists', [alias('db.default.svc'), ...target], []],
  ['with the cluster domain', [alias('db.default.svc.cluster.local'), ...target], []],
  ['and a dot', [alias('db.default.svc.cluster.local.'), ...target], []],
  ['it does not exist', [alias('db.default.svc')], found],
  ['nor with the cluster domain', [alias('db.default.svc.cluster.local')], found],
  ['nor with a dot', [alias('db.default.svc.cluster.local.')], found],
  ['in another namespace', [alias('db.other.svc'), ...target, other], found],
  [
    'it is an ExternalName itself',
    [
      alias('db.default.svc'),
      selectorless({ type: 'ExternalName', externalName: 'a.example' }, { name: 'db' }),
    ],
    [],
  ],
  ['another cluster domain is not checked', [alias('db.default.svc.corp.example')], []],
  ['more labels before it: a Pod of a headless Service', [alias('db-0.db.default.svc.cluster.local')], []],
  ['fewer labels', [alias('db.default')], []],
  ['another name', [alias('db.example.com')], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

test('it names both, and lists what is there', async () => {
  const report = await evaluateObjects(alias('db.other.svc'), other);
  expect(onlyFinding(report, RULE)).toMatchObject({
    severity: 'error',
    namespace: 'default',
    subject: { kind: 'Service', namespace: 'default', name: 'web' },
    message: 'Service web points to db.other.svc, but this Service does not exist',
    fix: 'kubectl -n other get services',
  });
  expect(onlyService(report).status).toBe('ExternalName');
});

test('a namespace that was not read: skipped', async () => {
  const { findings, skipped } = await evaluateObjects(alias('db.other.svc'));
  expect(findings).toEqual([]);
  expect(skipped).toEqual([{ rule: RULE, reason: 'the input has no objects in that namespace' }]);
});

test('live, Services that could not be read: skipped', async () => {
  const snapshot = await snapshotWithout({}, alias('db.other.svc'));
  const forbidden = { kind: 'Service', namespace: 'other', extent: 'unread', reason: 'forbidden' } as const;
  const { findings, skipped } = evaluateSnapshot({
    ...snapshot,
    readings: [...snapshot.readings, forbidden],
  });
  expect(findings).toEqual([]);
  expect(skipped).toEqual([{ rule: RULE, reason: 'forbidden' }]);
});
