import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, verdicts } from '../support/evaluate.ts';
import { node, pod, type Raw, service } from '../support/objects.ts';

const RULE = 'load-balancer-nodes-excluded';
const LABEL = 'node.kubernetes.io/exclude-from-external-load-balancers';
const excluded = (name: string): Raw => {
  const one = node(name);
  return { ...one, metadata: { ...one.metadata, labels: { [LABEL]: '' } } };
};
const balanced = (spec: object = {}): Raw => ({
  ...service({ type: 'LoadBalancer', ...spec }),
  status: { loadBalancer: { ingress: [{ ip: '192.0.2.9' }] } },
});
const local = balanced({ externalTrafficPolicy: 'Local' });
const second = pod('a2', { ips: ['10.0.0.2'], node: 'n2' });

const cases: [string, Raw[], string[]][] = [
  ['an ordinary Node', [balanced(), node(), pod()], []],
  ['an excluded Node', [balanced(), excluded('n1'), pod()], [`info ${RULE} Service/web`]],
  ['an excluded Node, policy Local', [local, excluded('n1'), pod()], [`warning ${RULE} Service/web`]],
  ['one of two Nodes', [balanced(), excluded('n1'), node('n2'), pod(), second], []],
  ['both Nodes', [balanced(), excluded('n1'), excluded('n2'), pod(), second], [`info ${RULE} Service/web`]],
  [
    'the Pod on the other Node is not ready',
    [
      balanced(),
      excluded('n1'),
      node('n2'),
      pod(),
      pod('a2', { ips: ['10.0.0.2'], node: 'n2', ready: 'False' }),
    ],
    ['warning pod-not-ready Pod/a2', `info ${RULE} Service/web`],
  ],
  ['a NodePort', [service({ type: 'NodePort' }), excluded('n1'), pod()], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

test('it names the Nodes and the label', async () => {
  const report = await evaluateObjects(...publish(local, excluded('n1'), pod()));
  expect(onlyFinding(report, RULE)).toMatchObject({
    message: 'Service web has ready endpoints only on Nodes that load balancers exclude: n1',
    fix: 'kubectl get node n1 --show-labels',
  });
});
