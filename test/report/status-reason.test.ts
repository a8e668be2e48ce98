/** Why a Service has its status, in words. */
import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, evaluateSnapshot, onlyService, snapshotWithout } from '../support/evaluate.ts';
import {
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

const down = (name: string, n: number) => pod(name, { ready: 'False', ips: [`10.0.0.${n}`] });
const http = { ports: [{ name: 'http', containerPort: 8080 }] };
const named = (...targets: [name: string, target: string | number][]) =>
  service({ ports: targets.map(([name, targetPort], i) => ({ name, port: 80 + i, targetPort })) });

test.each<[string, string, Raw[]]>([
  ['Healthy', '', [service(), node(), pod()]],
  ['ExternalName', '', [service({ type: 'ExternalName', externalName: 'x.example', selector: undefined })]],
  ['Unavailable', 'port 80 has no backend', [service({ selector: { app: 'none' } }), node(), pod()]],
  ['Unavailable', 'port 80 has no backend (0 of 2)', [service(), node(), down('a1', 1), down('a2', 2)]],
  ['Unavailable', 'no port has a backend', [named(['a', 80], ['b', 81]), node(), down('a1', 1)]],
  [
    'Unavailable',
    'no address is ready (0 of 1)',
    [service({ ...headless, ports: [] }), node(), down('a1', 1)],
  ],
  [
    'Degraded',
    'port b has no backend (0 of 1)',
    [named(['a', 'http'], ['b', 'metrics']), node(), pod('a1', http)],
  ],
  [
    'Degraded',
    'ports b, c have no backend',
    [named(['a', 'http'], ['b', 'metrics'], ['c', 'admin']), node(), pod('a1', http)],
  ],
  [
    'Degraded',
    'port b has 1 of 3 backends',
    [
      named(['a', 'http'], ['b', 'metrics']),
      node(),
      pod('a1', { ports: [...http.ports, { name: 'metrics', containerPort: 9090 }] }),
      pod('a2', { ...http, ips: ['10.0.0.2'] }),
      pod('a3', {
        ports: [...http.ports, { name: 'metrics', containerPort: 9090 }],
        ready: 'False',
        ips: ['10.0.0.3'],
      }),
    ],
  ],
  ['Degraded', 'Pod a2 is not Ready: the status shows no cause', [service(), node(), pod(), down('a2', 2)]],
])('%s: %j', async (status, statusReason, objects) => {
  expect(onlyService(await evaluateObjects(...publish(...objects)))).toMatchObject({ status, statusReason });
});

test.each(['EndpointSlice', 'Pod'] as const)('Unknown: %s', async (kind) => {
  const snapshot = await snapshotWithout({ [kind]: 'forbidden' }, ...publish(service(), node(), pod()));
  expect(onlyService(evaluateSnapshot(snapshot))).toMatchObject({
    status: 'Unknown',
    statusReason: `${kind}s could not be read`,
  });
});

test.each<[string, Raw[], string[]]>([
  ['a Service with a selector', publish(service(), node(), pod()), []],
  ['Endpoints, mirrored', publish(selectorless(), endpoints([subset(['192.0.2.1'])])), ['Endpoints web']],
  ['Endpoints that nobody mirrors', [selectorless(), endpoints([subset(['192.0.2.1'])])], ['Endpoints web']],
  [
    'slices',
    [selectorless(), slice([{ addresses: ['192.0.2.1'] }], { name: 'own', managedBy: 'me' })],
    ['EndpointSlice own'],
  ],
  ['nothing', [selectorless()], []],
])('filled by: %s', async (_, objects, expected) => {
  const { filledBy } = onlyService(await evaluateObjects(...objects));
  expect(filledBy.map(({ kind, name }) => `${kind} ${name}`)).toEqual(expected);
});
