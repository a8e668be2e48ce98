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
  MIRRORING,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
} from '../support/objects.ts';

const RULE = 'mixed-endpoint-sources';
const found = [`info ${RULE} Service/web`];
const web = publish(service(), node(), pod());
const own = (managedBy?: string, name = 'own') =>
  slice([endpoint('192.0.2.1')], { name, ...(managedBy === undefined ? {} : { managedBy }) });

const cases: [string, Raw[], string[]][] = [
  ['only the controller', web, []],
  ['another manager', [...web, own('me')], found],
  ['no manager', [...web, own()], found],
  ['left over by the mirroring controller', [...web, own(MIRRORING)], found],
  ['without endpoints', [...web, slice(null, { name: 'own', managedBy: 'me' })], []],
  ['two of them', [...web, own('me'), own('you', 'other')], found],
  ['no selector: nothing is mixed', [selectorless(), own('me'), own('you', 'other')], []],
  [
    'ExternalName',
    [service({ type: 'ExternalName', externalName: 'a.example' }), own('me')],
    ['warning external-name-ignores-selector Service/web'],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

test('who manages what, and only its rows; the Service stays Healthy', async () => {
  const report = await evaluateObjects(...web, own('me'), own(undefined, 'other'));
  expect(onlyFinding(report, RULE)).toMatchObject({
    subject: { kind: 'Service', namespace: 'default', name: 'web' },
    message: 'Service web has a selector and also EndpointSlices of another manager: other, own',
    detail: ['other: managed by <none>, 192.0.2.1', 'own: managed by me, 192.0.2.1'],
    fix: 'kubectl -n default get endpointslice other -o yaml',
  });
  const { status, backends } = onlyService(report);
  expect(status).toBe('Healthy');
  expect(backends.map(({ address, findings }) => [address, findings])).toEqual([
    ['192.0.2.1', [RULE]],
    ['10.0.0.1', []],
  ]);
});

test('EndpointSlices unread: skipped', async () => {
  const report = evaluateSnapshot(await snapshotWithout({ EndpointSlice: 'no' }, ...web, own('me')));
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});
