import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, verdicts } from '../support/evaluate.ts';
import { manifest, networkPolicy, node, pod, type Raw, service, workload } from '../support/objects.ts';

const RULE = 'network-policy-peer-matches-nobody';
const found = [`info ${RULE} NetworkPolicy/np`];
const web = publish(service(), node(), pod());
const pods = (app: string) => ({ podSelector: { matchLabels: { app } } });
const namespaces = (labels: object) => ({ namespaceSelector: { matchLabels: labels } });
const named = (name: string) => namespaces({ 'kubernetes.io/metadata.name': name });
const admitting = (...from: object[]) => networkPolicy('np', { ingress: [{ from }] });
const namespace = (name: string, labels = {}): Raw => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, uid: name, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
});
const client = pod('client', { ips: ['10.0.0.9'], labels: { app: 'client' } });
const elsewhere = pod('far', { ips: ['10.0.0.8'], labels: { app: 'client' }, namespace: 'pay' });
const expressions = (operator: string, values?: string[]) => ({
  podSelector: { matchExpressions: [{ key: 'app', operator, values }] },
});

const cases: [string, Raw[], string[]][] = [
  ['everybody', [networkPolicy('np', { ingress: [{}] })], []],
  ['nobody, on purpose', [networkPolicy('np')], ['warning network-policy-admits-nobody Pod/a1']],
  ['Pods that exist', [admitting(pods('client')), client], []],
  ['Pods that do not', [admitting(pods('client'))], found],
  ['Pods of another namespace, without a namespaceSelector', [admitting(pods('client')), elsewhere], found],
  ['Pods of that namespace', [admitting({ ...pods('client'), ...named('pay') }), elsewhere], []],
  ['other Pods of that namespace', [admitting({ ...pods('x'), ...named('pay') }), elsewhere], found],
  ['a namespace that was not read', [admitting({ ...pods('x'), ...named('shop') }), elsewhere], []],
  ['namespaces by label that were not read', [admitting(namespaces({ team: 'pay' })), elsewhere], []],
  ['a namespace by label', [admitting(namespaces({ team: 'pay' })), namespace('pay', { team: 'pay' })], []],
  [
    'no namespace has the label',
    [admitting(namespaces({ team: 'x' })), namespace('pay', { team: 'pay' })],
    found,
  ],
  ['one of two peers exists', [admitting(pods('client'), pods('x')), client], []],
  ['a block of addresses', [admitting({ ipBlock: { cidr: '203.0.113.0/24' } })], []],
  ['an expression that matches', [admitting(expressions('Exists'))], []],
  ['an expression that does not', [admitting(expressions('In', ['x']))], found],
  ['a finished Pod', [admitting(pods('client')), { ...client, status: { phase: 'Succeeded' } }], found],
  [
    'a policy of egress',
    [networkPolicy('np', { policyTypes: ['Egress'], ingress: [{ from: [pods('x')] }] })],
    [],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...web, ...objects))).toEqual(expected);
});

test('it names the peers', async () => {
  const policy = admitting({ ...pods('x'), ...namespaces({ team: 'x' }) });
  expect(onlyFinding(await evaluateObjects(...web, policy, namespace('pay')), RULE)).toMatchObject({
    message: 'NetworkPolicy np has a rule for peers that do not exist: Pods app=x of namespaces team=x',
    remedy: { kind: 'next' },
  });
});

const inNamespace = (namespace: string, { metadata, ...object }: Raw): Raw => ({
  ...object,
  metadata: { ...metadata, namespace },
});
const templates = (app: string) => manifest(workload('Deployment', app, { labels: { app } }));
const inManifests: [string, object, string[]][] = [
  ['the Pods of an operator', pods('prometheus'), []],
  ['Pods that share one label', { podSelector: { matchLabels: { app: 'front', tier: 'x' } } }, []],
  ['an expression', expressions('In', ['x']), []],
  ['the Pods of another namespace', pods('client'), found],
  ['a typing error', pods('fornt'), found],
  ['a typing error in the name of a namespace that is not in the input', named('pya'), []],
];

test.each(inManifests)('manifests: %s', async (_, peer, expected) => {
  const objects = [templates('front'), inNamespace('pay', templates('client')), manifest(admitting(peer))];
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

test('manifests: all Pods of the namespace, none of which is in the input', async () => {
  const policy = manifest(admitting({ podSelector: {} }));
  const objects = [templates('front'), inNamespace('pay', policy)];
  expect(verdicts(await evaluateObjects(...objects))).toEqual([]);
});
