import { describe, expect, test } from 'vitest';
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
  type Conditions,
  endpoint,
  endpoints,
  MIRRORING,
  node,
  pod,
  type Raw,
  service,
  slice,
} from '../support/objects.ts';

const RULE = 'readiness-out-of-date';
const found = [`error ${RULE} Pod/a1`];
const notReady = 'error pod-not-ready Pod/a1';
const n1 = node();
const down = { ready: 'False' } as const;
const leaving = { deleted: true };
const pnr = service({ publishNotReadyAddresses: true });
const listing = (conditions: Conditions, shape: Parameters<typeof slice>[1] = {}) =>
  slice(
    [endpoint('10.0.0.1', conditions, { targetRef: { kind: 'Pod', namespace: 'default', name: 'a1' } })],
    { managedBy: CONTROLLER, ...shape },
  );
const foreign = { name: 'other', managedBy: 'me' };
const mixed = 'info mixed-endpoint-sources Service/web';
const twice = 'warning endpoint-listed-twice Service/web';

const cases: [string, Raw, Raw, Raw[], string[]][] = [
  ['Ready, published ready', service(), pod(), [listing('TTF')], []],
  ['Ready, published not ready', service(), pod(), [listing('FFF')], found],
  [
    'not Ready, published ready',
    service(),
    pod('a1', down),
    [listing('TTF')],
    ['warning pod-not-ready Pod/a1', ...found],
  ],
  [
    'not Ready, unset means ready',
    service(),
    pod('a1', down),
    [listing('uuu')],
    ['warning pod-not-ready Pod/a1', ...found],
  ],
  ['not Ready, published not ready', service(), pod('a1', down), [listing('FFF')], [notReady]],
  ['Unknown is not Ready', service(), pod('a1', { ready: 'Unknown' }), [listing('FFF')], [notReady]],
  [
    'terminating, published ready',
    service(),
    pod('a1', leaving),
    [listing('TTF')],
    ['warning only-terminating-endpoints Service/web', ...found],
  ],
  [
    'terminating, published so',
    service(),
    pod('a1', leaving),
    [listing('FTT')],
    ['warning only-terminating-endpoints Service/web'],
  ],
  ['publishNotReadyAddresses, published ready', pnr, pod('a1', down), [listing('TFF')], []],
  ['publishNotReadyAddresses, published not ready', pnr, pod('a1', down), [listing('FFF')], found],
  [
    'publishNotReadyAddresses, terminating',
    pnr,
    pod('a1', leaving),
    [listing('FTT')],
    ['warning only-terminating-endpoints Service/web', ...found].toSorted(),
  ],
  [
    'of another manager: it may say what it wants',
    service(),
    pod(),
    [listing('TTF'), listing('FFF', foreign)],
    [mixed, twice],
  ],
  [
    'mirrored: the same',
    service(),
    pod(),
    [listing('TTF'), listing('FFF', { name: 'm', managedBy: MIRRORING })],
    [mixed, twice],
  ],
  [
    'frozen slices are another finding',
    service(),
    pod(),
    [listing('TTF'), listing('FFF', { name: 'old', owner: 'another' })],
    ['warning endpoints-frozen Service/web', twice],
  ],
  [
    'only a frozen slice has it: the controller owes another',
    service(),
    pod(),
    [listing('FFF', { name: 'old', owner: 'another' })],
    ['error pod-not-published Pod/a1', 'warning endpoints-frozen Service/web'],
  ],
  [
    'twice, and once as it should be',
    service(),
    pod(),
    [listing('TTF'), listing('FFF', { name: 'web-2' })],
    [twice],
  ],
];

test.each(cases)('%s', async (_, web, a1, slices, expected) => {
  const report = await evaluateObjects(web, n1, a1, endpoints([]), ...slices);
  expect(verdicts(report).toSorted()).toEqual(expected.toSorted());
});

describe('evidence', () => {
  const evidenceOf = async (...objects: Raw[]) =>
    onlyFinding(await evaluateObjects(n1, endpoints([]), ...objects), RULE);

  test('what is published and what should be', async () => {
    expect(await evidenceOf(service(), pod(), listing('FFF'))).toMatchObject({
      severity: 'error',
      subject: { kind: 'Pod', namespace: 'default', name: 'a1' },
      message: 'EndpointSlice web-1 has Pod a1 with ready: false, but it should be ready: true',
      detail: [
        'the condition Ready of the Pod is True',
        'the EndpointSlice is out of date: is kube-controller-manager running?',
      ],
      fix: 'kubectl -n kube-system get pods -l component=kube-controller-manager',
    });
  });

  test('a Pod that terminates', async () => {
    const { message, detail } = await evidenceOf(service(), pod('a1', leaving), listing('TTF'));
    expect(message).toBe('EndpointSlice web-1 has Pod a1 with ready: true, but it should be ready: false');
    expect(detail[0]).toBe('the condition Ready of the Pod is True, the Pod is terminating');
  });

  test('publishNotReadyAddresses is named where it decides', async () => {
    const { detail } = await evidenceOf(pnr, pod('a1', down), listing('FFF'));
    expect(detail.join()).toContain('publishNotReadyAddresses');
  });

  test('the slice that is out of date is the one that is named, not a better one', async () => {
    const { message, fix } = await evidenceOf(service(), pod(), listing('FFF'), listing('TTF', foreign));
    expect(message).toContain('EndpointSlice web-1 has Pod a1 with ready: false');
    expect(fix).toBe('kubectl -n kube-system get pods -l component=kube-controller-manager');
  });

  test('its rows carry it', async () => {
    const report = await evaluateObjects(service(), n1, pod(), endpoints([]), listing('FFF'));
    expect(onlyService(report).backends.map(({ findings }) => findings)).toEqual([[RULE]]);
    expect(onlyService(report).status).toBe('Unavailable');
  });
});

test.each(['Pod', 'EndpointSlice'] as const)('%s unread: skipped', async (kind) => {
  const unread = { [kind]: 'no' };
  const report = evaluateSnapshot(
    await snapshotWithout(unread, service(), n1, pod(), endpoints([]), listing('FFF')),
  );
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});

test('Nodes unread: taken to exist', async () => {
  const report = evaluateSnapshot(
    await snapshotWithout({ Node: 'no' }, service(), pod(), endpoints([]), listing('FFF')),
  );
  expect(verdicts(report)).toEqual(found);
});
