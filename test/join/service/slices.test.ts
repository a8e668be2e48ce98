import { describe, expect, test } from 'vitest';
import type { IgnoredReason, SliceRole } from '../../../src/model/view/slice-view.ts';
import { evaluateObjects, onlyService, viewOf } from '../../support/evaluate.ts';
import {
  CONTROLLER,
  type Conditions,
  dualStack,
  endpoint,
  headless,
  MIRRORING,
  type Raw,
  selectorless,
  service,
  slice,
} from '../../support/objects.ts';

const external = selectorless();

test.each<[string | undefined, SliceRole]>([
  [CONTROLLER, 'controller'],
  [MIRRORING, 'mirrored'],
  ['kubectl-endpoints', 'foreign'],
  [undefined, 'foreign'],
])('managed by %s: %s', async (managedBy, role) => {
  const view = await viewOf(external, slice([], managedBy === undefined ? {} : { managedBy }));
  expect(view.slices[0]?.role).toBe(role);
});

test.each([
  ['its own Service', service(), 'Service-web', false],
  ['another Service of the name', service(), 'another', true],
  ['a Service without selector', external, 'Service-web', true],
])('a slice of the controller under %s: frozen %s', async (_, under, owner, frozen) => {
  const controllers = slice([], { owner, managedBy: CONTROLLER });
  expect((await viewOf(under, controllers)).slices[0]?.frozen).toBe(frozen);
});

const label = { labels: { 'service.kubernetes.io/headless': '' } };
const unnumbered = { ports: [{ name: '', protocol: 'TCP' }] };
const [v4, v6] = [[endpoint('10.0.0.1')], [endpoint('fd00::1')]];

test.each<[string, Raw, Raw, IgnoredReason[]]>([
  ['nothing', external, slice(v4), []],
  ['the headless label', external, slice(v4, label), ['headlessLabel']],
  ['FQDN', external, slice(v4, { addressType: 'FQDN' }), ['fqdn']],
  ['a family that the Service lacks', external, slice(v6, { addressType: 'IPv6' }), ['family']],
  ['a family that it has', selectorless(dualStack), slice(v6, { addressType: 'IPv6' }), []],
  ['a port without a number', external, slice(v4, unnumbered), ['portWithoutNumber']],
  ['several addresses', external, slice([endpoint(['10.0.0.1', '10.0.0.2'])]), ['furtherAddresses']],
  [
    'everything at once',
    external,
    slice([endpoint(['a', 'b'])], { ...label, ...unnumbered, addressType: 'FQDN' }),
    ['headlessLabel', 'fqdn', 'portWithoutNumber', 'furtherAddresses'],
  ],
  ['without endpoints nothing', external, slice(null, label), []],
  ['of a headless Service nothing', selectorless(headless), slice(v6, { ...label, addressType: 'IPv6' }), []],
])('kube-proxy ignores: %s', async (_, given, published, ignored) => {
  expect((await viewOf(given, published)).slices[0]?.ignored).toEqual(ignored);
});

describe('the state of an endpoint', () => {
  /** The conditions, the state, and whether a sole endpoint is routed, for a ClusterIP and for a headless Service. */
  const table: [Conditions, string, boolean, boolean][] = [
    ['uuu', 'ready', true, true],
    ['TTF', 'ready', true, true],
    ['TFF', 'ready', true, true],
    ['TTT', 'ready', true, true],
    ['Tuu', 'ready', true, true],
    ['FFF', 'notReady', false, false],
    ['FTF', 'notReady', false, false],
    ['Fuu', 'notReady', false, false],
    ['FTT', 'serving', true, false],
    ['FuT', 'serving', true, false],
    ['FFT', 'terminating', false, false],
  ];

  test.each(table)('%s: %s', async (conditions, state, routed, answered) => {
    for (const [given, expected] of [
      [external, routed],
      [selectorless({ ...headless, ports: [] }), answered],
    ] as const) {
      const { backends } = onlyService(
        await evaluateObjects(given, slice([endpoint('10.0.0.1', conditions)])),
      );
      expect(backends.map(({ endpointSlice, routable }) => [endpointSlice, routable])).toEqual([
        [state, expected],
      ]);
    }
  });
});
