/** One root cause, one finding: two and three causes in one cluster. */
import { describe, expect, test } from 'vitest';
import { publish } from '../../support/controllers.ts';
import { evaluateObjects, onlyService, verdicts } from '../../support/evaluate.ts';
import {
  CONTROLLER,
  dualStack,
  endpoint,
  endpoints,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  toNamed,
} from '../../support/objects.ts';

type PodShape = NonNullable<Parameters<typeof pod>[1]>;

const n1 = node();
const declared = { ports: [{ name: 'http', containerPort: 8080 }] };
/** Empty Endpoints, and an empty slice of the controller. */
const unpublished = [endpoints([]), slice(null, { managedBy: CONTROLLER })];

interface Cause {
  name: string;
  shape: PodShape;
  finds: string | null;
}

/**
 * The faults of a Pod, in the order in which a user has to fix them. Each is one change to a Pod that is fine otherwise; the
 * Service asks for port "http" and for IPv4.
 */
const LADDER: readonly Cause[] = [
  { name: 'finished', shape: { phase: 'Failed' }, finds: null },
  { name: 'no IP', shape: { ips: [] }, finds: 'pod-not-ready' },
  { name: 'node missing', shape: { node: 'gone' }, finds: 'node-missing' },
  { name: 'not ready', shape: { ready: 'False' }, finds: 'pod-not-ready' },
  { name: 'unresolved', shape: { ports: [] }, finds: 'target-port-unresolved' },
  { name: 'no address of the family', shape: { ips: ['fd00::1'] }, finds: 'ip-family-unserved' },
  { name: 'not published', shape: {}, finds: 'pod-not-published' },
];

/** All combinations of a number of causes, in the order of the SPEC. */
function* combinationsOf(count: number, from = 0): Iterable<readonly Cause[]> {
  if (count === 0) yield [];
  else
    for (const [index, cause] of LADDER.entries())
      if (index >= from) for (const rest of combinationsOf(count - 1, index + 1)) yield [cause, ...rest];
}

/** The Pod with all changes; earlier ones win in the same field. */
const withCauses = (causes: readonly Cause[]): PodShape =>
  Object.assign({ ...declared }, ...causes.map(({ shape }) => shape).toReversed());

/** Changes that undo each other are not combined. */
const contradict = (causes: readonly Cause[]) =>
  causes.filter(({ shape }) => shape.ips !== undefined).length > 1;

const combinations = [...combinationsOf(1), ...combinationsOf(2), ...combinationsOf(3)].filter(
  (causes) => !contradict(causes),
);

describe('of what is wrong with a Pod only the first is found', () => {
  test.each(combinations.map((causes) => [causes.map(({ name }) => name).join(' + '), causes] as const))(
    '%s',
    async (_, causes) => {
      const [first] = causes;
      const healthy = pod('ok', { ...declared, ips: ['10.0.0.9', 'fd00::9'] });
      const a1 = pod('a1', withCauses(causes));
      const slices = publish(service(toNamed()), n1, healthy).slice(3);
      const report = await evaluateObjects(service(toNamed()), n1, healthy, a1, ...slices);
      // A missing family is a finding about the Service if no Pod has it, and the healthy Pod does.
      const expected = first?.finds === 'ip-family-unserved' ? null : first?.finds;
      expect(report.findings.map(({ rule }) => rule)).toEqual(expected ? [expected] : []);
    },
  );

  test.each(combinations.map((causes) => [causes.map(({ name }) => name).join(' + '), causes] as const))(
    'alone: %s',
    async (_, causes) => {
      const [first] = causes;
      const report = await evaluateObjects(
        service(toNamed()),
        n1,
        pod('a1', withCauses(causes)),
        ...unpublished,
      );
      expect(report.findings.map(({ rule }) => rule)).toEqual([first?.finds ?? 'selector-matches-no-pods']);
      expect(onlyService(report).status).toBe('Unavailable');
    },
  );

  test.each(LADDER.map((cause) => [cause.name, cause] as const))(
    'terminating + %s: nothing',
    async (_, cause) => {
      const healthy = pod('ok', { ...declared, ips: ['10.0.0.9', 'fd00::9'] });
      const leaving = pod('a1', { ...withCauses([cause]), deleted: true });
      const slices = publish(service(toNamed()), n1, healthy).slice(3);
      expect(verdicts(await evaluateObjects(service(toNamed()), n1, healthy, leaving, ...slices))).toEqual(
        [],
      );
    },
  );
});

describe("the controllers' mistakes are causes of their own", () => {
  const listing = (conditions: 'TTF' | 'FFF', name = 'a1', shape: Parameters<typeof slice>[1] = {}) =>
    slice([endpoint('10.0.0.1', conditions, { targetRef: { kind: 'Pod', namespace: 'default', name } })], {
      managedBy: CONTROLLER,
      ...shape,
    });

  const cases: [string, Raw[], string[]][] = [
    [
      'readiness-out-of-date beside pod-not-ready',
      [service(), n1, pod('a1', { ready: 'False' }), listing('TTF'), endpoints([])],
      ['error readiness-out-of-date Pod/a1', 'warning pod-not-ready Pod/a1'],
    ],
    [
      'readiness-out-of-date alone, where the Pod is Ready',
      [service(), n1, pod(), listing('FFF'), endpoints([])],
      ['error readiness-out-of-date Pod/a1'],
    ],
    [
      'readiness-out-of-date beside target-port-unresolved',
      [service(toNamed()), n1, pod(), listing('FFF', 'a1', { ports: null }), endpoints([])],
      ['error readiness-out-of-date Pod/a1', 'error target-port-unresolved Pod/a1'],
    ],
    [
      'stale-address beside endpoints-frozen',
      [selectorless(), listing('TTF', 'gone')],
      ['error stale-address Service/web', 'warning endpoints-frozen Service/web'],
    ],
    [
      'stale-address beside pod-not-published: the slice still has the Pod of before',
      [service(), n1, pod('a2', { ips: ['10.0.0.2'] }), listing('TTF', 'a1'), endpoints([])],
      ['error pod-not-published Pod/a2', 'error stale-address Service/web'],
    ],
    [
      'stale-address beside pod-not-ready',
      [service(), n1, pod('a2', { ips: ['10.0.0.2'], ready: 'False' }), listing('TTF', 'a1'), endpoints([])],
      ['error pod-not-ready Pod/a2', 'error stale-address Service/web'],
    ],
    [
      'node-not-ready beside pod-not-ready of another Pod',
      publish(
        service(),
        node('n1', { ready: 'False' }),
        pod(),
        pod('a2', { ips: ['10.0.0.2'], ready: 'False' }),
      ),
      ['warning node-not-ready Node/n1', 'warning pod-not-ready Pod/a2'],
    ],
  ];

  test.each(cases)('%s', async (_, objects, expected) => {
    expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
  });
});

describe('never the same finding twice', () => {
  const two = (targetPort: number | string = 8080, more: object = {}) =>
    service({
      ports: [
        { name: 'a', port: 80, targetPort },
        { name: 'b', port: 81, targetPort },
      ],
      ...more,
    });
  const dual = { ips: ['10.0.0.1', 'fd00::1'] };

  const cases: [string, Raw[], string[]][] = [
    [
      'not ready, two ports, two families',
      publish(two(8080, dualStack), n1, pod('a1', { ...dual, ready: 'False' })),
      ['error pod-not-ready Pod/a1'],
    ],
    [
      'unresolved, two ports, two families',
      publish(two('http', dualStack), n1, pod('a1', dual)),
      ['error target-port-unresolved Pod/a1'],
    ],
    [
      'Node missing, two ports, two families',
      publish(two(8080, dualStack), n1, pod('a1', { ...dual, node: 'gone' })),
      ['error node-missing Pod/a1'],
    ],
    [
      'not published, two ports, two families',
      [two(8080, dualStack), n1, pod('a1', dual), endpoints([]), slice(null, { managedBy: CONTROLLER })],
      ['error pod-not-published Pod/a1'],
    ],
    [
      'stale, two ports, two slices',
      [
        selectorless({
          ports: [
            { name: 'a', port: 1 },
            { name: 'b', port: 2 },
          ],
        }),
        ...['web-1', 'web-2'].map((name) =>
          slice([endpoint('10.0.0.1', 'TTF', { targetRef: { kind: 'Pod', name: 'gone' } })], {
            name,
            ports: [
              { name: 'a', port: 1 },
              { name: 'b', port: 2 },
            ],
          }),
        ),
      ],
      ['error stale-address Service/web'],
    ],
    [
      'out of date, two ports, two slices',
      [
        two(),
        n1,
        pod(),
        endpoints([]),
        ...['a', 'b'].map((name) =>
          slice([endpoint('10.0.0.1', 'FFF', { targetRef: { kind: 'Pod', name: 'a1' } })], {
            name: `web-${name}`,
            managedBy: CONTROLLER,
            ports: [{ name, port: 8080 }],
          }),
        ),
      ],
      ['error readiness-out-of-date Pod/a1'],
    ],
    [
      'terminating, two ports, two families',
      publish(two(8080, dualStack), n1, pod('a1', { ...dual, deleted: true })),
      ['warning only-terminating-endpoints Service/web'],
    ],
  ];

  test.each(cases)('%s', async (_, objects, expected) => {
    expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
  });
});

/** It is mirrored as not ready, so the slices lack no ready address. */
test('an address in both lists of Endpoints is one that is not ready, and no more', async () => {
  const report = await evaluateObjects(selectorless(), endpoints([subset(['192.0.2.1', '!192.0.2.1'])]));
  expect(verdicts(report)).toEqual(['error endpoints-missing Service/web']);
});

test('several Pods that together leave a port without a ready backend are each an error', async () => {
  const ports = [
    { name: 'a', port: 80, targetPort: 'http' },
    { name: 'b', port: 81, targetPort: 9000 },
  ];
  const report = await evaluateObjects(
    ...publish(
      service({ ports }),
      n1,
      pod('a1', { ...declared, ready: 'False' }),
      pod('a2', { ...declared, ips: ['10.0.0.2'], node: 'gone' }),
      pod('a3', { ips: ['10.0.0.3'] }),
    ),
  );
  expect(verdicts(report)).toEqual([
    'error node-missing Pod/a2',
    'error pod-not-ready Pod/a1',
    'error target-port-unresolved Pod/a3',
  ]);
  expect(onlyService(report).status).toBe('Degraded');
});

test('each row says what is wrong with its Pod, and no more', async () => {
  const report = await evaluateObjects(
    ...publish(
      service(toNamed()),
      n1,
      pod('a1', { ...declared, ready: 'False' }),
      pod('a2', { ips: ['10.0.0.2'] }),
      pod('a3', { ...declared, ips: ['10.0.0.3'], node: 'gone' }),
      pod('a4', { ...declared, ips: ['10.0.0.4'] }),
    ),
  );
  expect(onlyService(report).backends.map(({ pod, findings }) => [pod, findings])).toEqual([
    ['a1', ['pod-not-ready']],
    ['a2', ['target-port-unresolved']],
    ['a3', ['node-missing']],
    ['a4', []],
  ]);
});
