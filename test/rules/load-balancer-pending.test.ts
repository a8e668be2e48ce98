import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, onlyService, verdicts } from '../support/evaluate.ts';
import { event, manifest, node, pod, type Raw, service, workload } from '../support/objects.ts';

const RULE = 'load-balancer-pending';
const found = [`warning ${RULE} Service/web`];
const balanced = service({ type: 'LoadBalancer' });
const withStatus = (loadBalancer: object): Raw => ({ ...balanced, status: { loadBalancer } });

const cases: [string, Raw, string[]][] = [
  ['ClusterIP', service(), []],
  ['NodePort', service({ type: 'NodePort' }), []],
  ['without a status', balanced, found],
  ['an empty status', withStatus({}), found],
  ['an empty list', withStatus({ ingress: [] }), found],
  ['an IP address', withStatus({ ingress: [{ ip: '192.0.2.1' }] }), []],
  ['a host name', withStatus({ ingress: [{ hostname: 'lb.example.com' }] }), []],
];

test.each(cases)('%s', async (_, web, expected) => {
  expect(verdicts(await evaluateObjects(...publish(web, node(), pod())))).toEqual(expected);
});

test('a manifest has no status yet', async () => {
  const report = await evaluateObjects(manifest(balanced), manifest(workload('Deployment', 'a')));
  expect(verdicts(report)).toEqual([]);
});

test('it is advice, and the events may tell why', async () => {
  const report = await evaluateObjects(...publish(balanced, node(), pod()));
  expect(onlyFinding(report, RULE)).toMatchObject({
    subject: { kind: 'Service', namespace: 'default', name: 'web' },
    message: 'Service web of type LoadBalancer has no external address yet',
    fix: 'kubectl -n default describe service web',
  });
  expect(onlyService(report).status).toBe('Healthy');
});

test('externalIPs answer: info', async () => {
  const external = service({ type: 'LoadBalancer', externalIPs: ['192.0.2.9'] });
  const report = await evaluateObjects(...publish(external, node(), pod()));
  expect(verdicts(report)).toEqual([`info ${RULE} Service/web`]);
  expect(onlyFinding(report, RULE).detail).toEqual(['the cluster IP and externalIPs 192.0.2.9 work']);
});

test('the event of the controller', async () => {
  const failed = event(balanced, 'SyncLoadBalancerFailed', 'quota exceeded');
  const report = await evaluateObjects(...publish(balanced, node(), pod()), failed);
  expect(onlyFinding(report, RULE).detail).toContain('last event: SyncLoadBalancerFailed: quota exceeded');
});
