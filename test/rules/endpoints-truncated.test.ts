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
import { endpoints, node, pod, type Raw, selectorless, service, slice, subset } from '../support/objects.ts';

const RULE = 'endpoints-truncated';
const found = [`warning ${RULE} Endpoints/web`];
const cut = (value = 'truncated', metadata = {}) =>
  endpoints([subset(['10.0.0.1'])], {
    annotations: { 'endpoints.kubernetes.io/over-capacity': value },
    ...metadata,
  });
const [, , , , published = slice(null)] = publish(service(), node(), pod());
const web = [service(), node(), pod(), published];

const cases: [string, Raw[], string[]][] = [
  ['no annotation', [...web, endpoints([subset(['10.0.0.1'])])], []],
  ['truncated', [...web, cut()], found],
  ['another value, as old versions wrote it', [...web, cut('warning')], []],
  ['headless', [service({ clusterIP: 'None', ports: [] }), ...web.slice(1), cut()], found],
  [
    'of no Service',
    [...web, endpoints([]), cut('truncated', { name: 'db' })],
    ['warning orphan-endpoints Endpoints/db'],
  ],
  ['ExternalName', [selectorless({ type: 'ExternalName', externalName: 'a.example' }), cut()], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

test('what is cut, what is not, and how to see the whole', async () => {
  const report = await evaluateObjects(...web, cut());
  expect(onlyFinding(report, RULE)).toMatchObject({
    service: 'web',
    subject: { kind: 'Endpoints', namespace: 'default', name: 'web' },
    message: 'Endpoints web was truncated to 1000 addresses',
    detail: ['the selector matches 1 Pod', 'kube-proxy reads EndpointSlices, which are not truncated'],
    fix: 'kubectl -n default get endpointslices -l kubernetes.io/service-name=web',
  });
  expect(onlyService(report).status).toBe('Healthy');
});

test('Pods unread: their number is not made up', async () => {
  const report = evaluateSnapshot(await snapshotWithout({ Pod: 'no' }, ...web, cut()));
  expect(onlyFinding(report, RULE).detail.join()).not.toContain('0 Pods');
});

test('Endpoints unread: skipped', async () => {
  const report = evaluateSnapshot(await snapshotWithout({ Endpoints: 'no' }, ...web, cut()));
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});
