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
  MIRRORING,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
} from '../support/objects.ts';

const RULE = 'endpoints-frozen';
const found = [`warning ${RULE} Service/web`];
const n1 = node();
const frozen = slice([endpoint('10.0.0.1', 'TTF')], { managedBy: CONTROLLER });
const managed = { labels: { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' } };
const alias = { type: 'ExternalName', externalName: 'a.example.com', clusterIP: '', clusterIPs: [] };

const cases: [string, Raw[], string[]][] = [
  ['the controller looks after it', publish(service(), n1, pod()), []],
  ['no selector any more', [selectorless(), frozen], found],
  ['an empty selector is none', [service({ selector: {} }), frozen], found],
  ['headless, no selector', [selectorless({ ...headless, ports: [] }), frozen], found],
  ['ExternalName', [selectorless(alias), frozen], found],
  [
    'ExternalName with a selector',
    [service(alias), frozen],
    ['warning external-name-ignores-selector Service/web', ...found].toSorted(),
  ],
  [
    'another Service of the name',
    [
      ...publish(service(), n1, pod()),
      slice([endpoint('10.0.0.9', 'TTF')], { name: 'old', managedBy: CONTROLLER, owner: 'uid-of-old' }),
    ],
    found,
  ],
  [
    'a manifest has no uid to compare',
    [service({}, { uid: '' }), ...publish(service(), n1, pod()).slice(1)],
    [],
  ],
  [
    'without endpoints',
    [selectorless(), slice(null, { managedBy: CONTROLLER }), slice([endpoint('192.0.2.1')], { name: 'own' })],
    [],
  ],
  ['mirrored slices', publish(selectorless(), endpoints([subset(['192.0.2.1'])])), []],
  ['slices of another manager', [selectorless(), slice([endpoint('192.0.2.1')], { managedBy: 'me' })], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

describe('evidence', () => {
  test('the selector was removed: the slice, and the Endpoints that are frozen with it', async () => {
    const report = await evaluateObjects(
      selectorless(),
      frozen,
      endpoints([subset(['10.0.0.1'])], managed),
      slice([endpoint('10.0.0.1', 'Tuu')], { name: 'web-m', managedBy: MIRRORING }),
    );
    expect(onlyFinding(report, RULE)).toMatchObject({
      severity: 'warning',
      subject: { kind: 'Service', namespace: 'default', name: 'web' },
      message: 'Service web has no selector, so the controller no longer updates its EndpointSlices web-1',
      detail: ['their addresses: 10.0.0.1', 'the controller no longer updates Endpoints web either'],
      remedy: {
        kind: 'next',
        text: 'restore the selector of the Service; or, if it should have none, remove endpointslice/web-1, endpoints/web',
        command: 'kubectl -n default get endpointslices -l kubernetes.io/service-name=web -o yaml',
      },
    });
    expect(onlyService(report).status).toBe('Degraded');
  });

  test('all slices in one finding', async () => {
    const more = [1, 2, 3, 4].map((n) =>
      slice([endpoint(`10.0.0.${n}`, 'TTF')], { name: `web-${n}`, managedBy: CONTROLLER }),
    );
    const { message, detail, remedy } = onlyFinding(await evaluateObjects(selectorless(), ...more), RULE);
    expect(message).toBe(
      'Service web has no selector, so the controller no longer updates its EndpointSlices web-1, web-2, web-3 and 1 more',
    );
    expect(detail).toEqual(['their addresses: 10.0.0.1, 10.0.0.2, 10.0.0.3 and 1 more']);
    expect(remedy.text).toBe(
      'restore the selector of the Service; or, if it should have none, remove endpointslice/web-1, endpointslice/web-2, endpointslice/web-3, endpointslice/web-4',
    );
  });

  test('an ExternalName stays what it is', async () => {
    const report = await evaluateObjects(selectorless(alias), frozen);
    expect(onlyFinding(report, RULE).message).toBe(
      'Service web is an ExternalName, so the controller no longer updates its EndpointSlices web-1',
    );
    expect(onlyService(report).status).toBe('ExternalName');
  });

  test('of another Service of the name: its Endpoints are looked after', async () => {
    const old = slice([endpoint('10.0.0.9', 'TTF')], { name: 'old', managedBy: CONTROLLER, owner: 'x' });
    const { message, detail, fix } = onlyFinding(
      await evaluateObjects(...publish(service(), n1, pod()), old),
      RULE,
    );
    expect(message).toBe(
      'Service web was created again, so the controller no longer updates its EndpointSlices old',
    );
    expect(detail).toEqual([
      'their addresses: 10.0.0.9',
      'tried and rejected: remove endpointslice/old (port 80/TCP would have fewer ready endpoints)',
    ]);
    expect(fix).toBe('kubectl -n default get endpointslices -l kubernetes.io/service-name=web -o yaml');
  });

  test('Endpoints that somebody wrote are not deleted', async () => {
    const written = publish(selectorless(), endpoints([subset(['192.0.2.1'])]));
    const { detail, remedy } = onlyFinding(await evaluateObjects(...written, frozen), RULE);
    expect(detail).toEqual(['their addresses: 10.0.0.1']);
    expect(remedy.text).toBe(
      'restore the selector of the Service; or, if it should have none, remove endpointslice/web-1',
    );
  });
});

test('EndpointSlices unread: skipped', async () => {
  const report = evaluateSnapshot(await snapshotWithout({ EndpointSlice: 'no' }, selectorless(), frozen));
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});
