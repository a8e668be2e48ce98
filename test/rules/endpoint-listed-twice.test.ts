import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, onlyService, verdicts } from '../support/evaluate.ts';
import {
  CONTROLLER,
  type Conditions,
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

const RULE = 'endpoint-listed-twice';
const found = [`warning ${RULE} Service/web`];
const IP = '192.0.2.1';
const of = (name: string, ...conditions: Conditions[]) =>
  slice(
    conditions.map((one) => endpoint(IP, one)),
    { name },
  );
const external = selectorless();
const web = publish(service(), node(), pod());
const byHand = (conditions: Conditions, shape: object = {}) =>
  slice([endpoint('10.0.0.1', conditions)], { name: 'own', ...shape });

const cases: [string, Raw[], string[]][] = [
  ['once', [external, of('a', 'Tuu')], []],
  ['in two slices, both ready', [external, of('a', 'Tuu'), of('b', 'uuu')], []],
  ['in two slices, one ready', [external, of('a', 'Tuu'), of('b', 'Fuu')], found],
  ['twice in one slice, both ready', [external, of('a', 'Tuu', 'Tuu')], []],
  ['twice in one slice, one ready', [external, of('a', 'Tuu', 'Fuu')], found],
  [
    'a terminating endpoint gives way',
    [external, of('a', 'Tuu'), of('b', 'FTT'), slice([endpoint('192.0.2.2')], { name: 'c' })],
    [],
  ],
  [
    'with different port numbers',
    [
      external,
      of('a', 'Tuu'),
      slice([endpoint(IP, 'Fuu')], { name: 'b', ports: [{ name: '', port: 9090 }] }),
    ],
    [],
  ],
  [
    'a slice that kube-proxy ignores',
    [
      external,
      of('a', 'Tuu'),
      slice([endpoint(IP, 'Fuu')], { name: 'b', labels: { 'service.kubernetes.io/headless': '' } }),
    ],
    ['warning endpointslice-not-routable EndpointSlice/b'],
  ],
  [
    'the Pod and a slice by hand, both ready',
    [...web, byHand('uuu')],
    ['info endpoint-without-node Service/web', 'info mixed-endpoint-sources Service/web'],
  ],
  [
    'the Pod and a slice by hand that is not',
    [...web, byHand('Fuu')],
    [...found, 'info endpoint-without-node Service/web', 'info mixed-endpoint-sources Service/web'],
  ],
  [
    'a headless Service: DNS answers it if one is ready',
    [selectorless(headless), of('a', 'Tuu'), of('b', 'Fuu')],
    [],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  const report = await evaluateObjects(...objects);
  expect(verdicts(report).filter((one) => !one.includes('headless-port'))).toEqual(expected);
});

test('each of them is a row, and none counts as ready', async () => {
  const report = await evaluateObjects(external, of('a', 'Tuu'), of('b', 'Fuu'));
  expect(onlyFinding(report, RULE)).toMatchObject({
    message: 'EndpointSlices of Service web list 192.0.2.1:8080 as ready and as not ready',
    detail: ['ready in a, not ready in b: kube-proxy uses either of them'],
  });
  const { backends, ports, status } = onlyService(report);
  expect(ports).toMatchObject([{ routable: 0, backends: 1 }]);
  expect(backends.map(({ endpointSlice, slice, failing }) => [endpointSlice, slice, failing])).toEqual([
    ['ready', 'a', RULE],
    ['notReady', 'b', RULE],
  ]);
  expect(status).toBe('Unavailable');
});

test('another ready endpoint serves the port', async () => {
  const report = await evaluateObjects(
    external,
    slice([endpoint(IP, 'Tuu'), endpoint(IP, 'Fuu'), endpoint('192.0.2.2', 'Tuu')]),
  );
  expect(onlyFinding(report, RULE).detail).toEqual([
    'ready in web-1, not ready in web-1: kube-proxy uses the last entry',
  ]);
  expect(onlyService(report)).toMatchObject({ status: 'Degraded', ports: [{ routable: 1, backends: 2 }] });
});

test('the row of a selected Pod stays one for each entry', async () => {
  const to = (name: string, conditions: Conditions) =>
    slice(
      [endpoint('10.0.0.1', conditions, { targetRef: { kind: 'Pod', namespace: 'default', name: 'a1' } })],
      {
        name,
        managedBy: CONTROLLER,
      },
    );
  const report = await evaluateObjects(
    service(),
    node(),
    pod(),
    to('a', 'TTF'),
    to('b', 'FFF'),
    endpoints([subset(['10.0.0.1'])]),
  );
  expect(onlyFinding(report, RULE).severity).toBe('warning');
  expect(onlyService(report).backends.map(({ pod, endpointSlice }) => [pod, endpointSlice])).toEqual(
    expect.arrayContaining([
      ['a1', 'ready'],
      ['a1', 'notReady'],
    ]),
  );
});
