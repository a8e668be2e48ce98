import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, verdicts } from '../support/evaluate.ts';
import {
  endpoint,
  endpoints,
  manifest,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  workload,
} from '../support/objects.ts';

const RULE = 'endpoints-shadowed';
const found = [`warning ${RULE} Endpoints/web`];
const published = publish(service(), node(), pod());
/** The controller's slice, and Endpoints that somebody wrote. */
const edited = (...ips: string[]) => [
  ...published.filter(({ kind }) => kind !== 'Endpoints'),
  endpoints([subset(ips)]),
];
const chart = (...more: Raw[]) => [service(), workload('Deployment', 'web'), ...more].map(manifest);

const cases: [string, Raw[], string[]][] = [
  ['as the controller wrote them', published, []],
  ['another address', edited('192.0.2.1'), found],
  ['another address beside that of the Pod', edited('10.0.0.1', '192.0.2.1'), found],
  ['the address of the Pod, written by hand', edited('10.0.0.1'), []],
  ['none', [...published.filter(({ kind }) => kind !== 'Endpoints'), endpoints([])], []],
  [
    'an address that a slice of another manager has too',
    [...edited('192.0.2.1'), slice([endpoint('192.0.2.1')], { name: 'own' })],
    ['info mixed-endpoint-sources Service/web'],
  ],
  [
    'the address of a Pod that is gone: the controller lags',
    [
      ...published.filter(({ kind }) => kind !== 'Endpoints'),
      endpoints([
        {
          addresses: [{ ip: '10.0.0.9', targetRef: { kind: 'Pod', name: 'gone' } }],
          ports: [{ port: 8080 }],
        },
      ]),
    ],
    [],
  ],
  ['no selector', publish(selectorless(), endpoints([subset(['192.0.2.1'])])), []],
  ['manifests: Endpoints beside a selector', chart(endpoints([subset(['192.0.2.1'])])), found],
  [
    'manifests: a slice beside a selector',
    chart(slice([endpoint('192.0.2.1')])),
    [`warning ${RULE} EndpointSlice/web-1`],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

test('a selector that Pods answer to is not removed by a command', async () => {
  expect(onlyFinding(await evaluateObjects(...edited('192.0.2.1')), RULE)).toMatchObject({
    message: 'Endpoints web lists addresses that the selector of Service web overrides: 192.0.2.1',
    remedy: { kind: 'next', command: null },
  });
  const alone = [service(), node(), slice(null, { managedBy: 'endpointslice-controller.k8s.io' })];
  const report = await evaluateObjects(...alone, endpoints([subset(['192.0.2.1'])]));
  expect(onlyFinding(report, RULE).fix).toBe(
    `kubectl -n default patch service web --type=json -p '[{"op":"remove","path":"/spec/selector"}]'`,
  );
});
