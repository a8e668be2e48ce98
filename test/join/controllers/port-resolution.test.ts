import { expect, test } from 'vitest';
import { viewOf } from '../../support/evaluate.ts';
import { headless, pod, type Raw, selectorless, service } from '../../support/objects.ts';

const declared = (name: string, containerPort: number, protocol?: string) => ({
  name,
  containerPort,
  protocol,
});
const holding = (...ports: object[]) => ({ name: `c${ports.length}`, ports });
const sidecar = { restartPolicy: 'Always' };

const cases: [string, number | string | undefined, Parameters<typeof pod>[1], number | null][] = [
  ['a number', 8080, {}, 8080],
  ['nothing: the port itself', undefined, {}, 80],
  ['0: the port itself', 0, {}, 80],
  ['"": the port itself', '', {}, 80],
  ['a name', 'http', { ports: [declared('http', 8080)] }, 8080],
  ['a name, protocol TCP said', 'http', { ports: [declared('http', 8080, 'TCP')] }, 8080],
  ['a name declared for UDP', 'http', { ports: [declared('http', 8080, 'UDP')] }, null],
  ['a name declared for both', 'http', { ports: [declared('http', 1, 'UDP'), declared('http', 2)] }, 2],
  ['a name in upper case', 'http', { ports: [declared('HTTP', 8080)] }, null],
  ['digits are a name where JSON says so', '8080', { ports: [] }, null],
  [
    'the first container counts',
    'http',
    { containers: [holding(declared('http', 1)), holding(declared('http', 2), {})] },
    1,
  ],
  [
    'containers come before sidecars',
    'http',
    { ports: [declared('http', 2)], initContainers: [{ ...holding(declared('http', 1)), ...sidecar }] },
    2,
  ],
  ['a sidecar', 'http', { initContainers: [{ ...holding(declared('http', 1)), ...sidecar }] }, 1],
  ['an init container', 'http', { initContainers: [holding(declared('http', 1))] }, null],
  ['an ephemeral container', 'http', { spec: { ephemeralContainers: [holding(declared('http', 1))] } }, null],
];

test.each(cases)('targetPort: %s', async (_, targetPort, shape, number) => {
  const view = await viewOf(service({ ports: [{ port: 80, targetPort }] }), pod('a1', shape));
  expect([...(view.pods[0]?.resolved.values() ?? [])]).toEqual([number]);
  expect(view.ports[0]?.resolvedBy).toBe(number === null ? 0 : 1);
});

test.each<[string, Raw, (number | null)[]]>([
  [
    'its ports, in order',
    service({
      ports: [
        { name: 'b', port: 2 },
        { name: 'a', port: 1 },
      ],
    }),
    [2, 1],
  ],
  ['a headless one without has one row, without a port', service({ ...headless, ports: [] }), [null]],
  ['a headless one with ports', service(headless), [80]],
  ['ExternalName without', selectorless({ type: 'ExternalName', externalName: 'a.b', ports: null }), []],
])('the ports of a Service: %s', async (_, given, expected) => {
  expect((await viewOf(given)).ports.map(({ port }) => port?.port ?? null)).toEqual(expected);
});
