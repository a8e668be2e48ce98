import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, verdicts } from '../support/evaluate.ts';
import {
  endpoint,
  endpoints,
  headless,
  node,
  pod,
  type Raw,
  selectorless,
  slice,
  subset,
} from '../support/objects.ts';

const RULE = 'endpoint-without-node';
const [info, warning] = [[`info ${RULE} Service/web`], [`warning ${RULE} Service/web`]];
const balanced = { type: 'LoadBalancer' };
const served = (spec: object = {}): Raw => ({
  ...selectorless({ ...spec }),
  status: { loadBalancer: { ingress: [{ ip: '192.0.2.9' }] } },
});
const listing = (spec: object, ip: string) => publish(served(spec), endpoints([subset([ip])]), node(), pod());
const bySlice = (more: object) => [
  served(),
  node(),
  pod(),
  slice([endpoint('10.0.0.1', 'uuu', { ...more })]),
];

const cases: [string, Raw[], string[]][] = [
  ['an address outside of the cluster', listing(balanced, '192.0.2.1'), []],
  ['the address of a Pod, under a cluster IP', listing({}, '10.0.0.1'), info],
  ['the address of a Pod, under a load balancer', listing(balanced, '10.0.0.1'), warning],
  [
    'with a traffic policy Local',
    listing({ type: 'NodePort', externalTrafficPolicy: 'Local' }, '10.0.0.1'),
    ['warning nodes-without-local-endpoints Service/web', ...warning].sort(),
  ],
  ['headless', listing(headless, '10.0.0.1'), info],
  ['in a slice', bySlice({}), info],
  ['a slice with a Node', bySlice({ nodeName: 'n1' }), []],
  ['a slice with a targetRef', bySlice({ targetRef: { kind: 'Pod', namespace: 'default', name: 'a1' } }), []],
  [
    'the address of a Node, which its hostNetwork Pods have too',
    publish(served(balanced), endpoints([subset(['192.168.0.1'])]), node()).concat(
      pod('a1', { ips: ['192.168.0.1'], spec: { hostNetwork: true } }),
    ),
    [],
  ],
  [
    'a Pod that has finished',
    publish(served(balanced), endpoints([subset(['10.0.0.1'])]), node()).concat(
      pod('a1', { phase: 'Failed' }),
    ),
    [],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  const report = await evaluateObjects(...objects);
  expect(verdicts(report).filter((one) => !one.includes('headless-port'))).toEqual(expected);
});

test('it names the Pod', async () => {
  const report = await evaluateObjects(...listing(balanced, '10.0.0.1'));
  expect(onlyFinding(report, RULE)).toMatchObject({
    message: 'Service web has endpoints of Pods without nodeName: 10.0.0.1 (Pod a1)',
    remedy: { kind: 'next' },
  });
});
