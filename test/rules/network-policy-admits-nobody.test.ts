import { describe, expect, test } from 'vitest';
import { decode } from '../../src/decode/decode.ts';
import type { APIGroup } from '../../src/model/objects/kinds.ts';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  onlyService,
  snapshotOf,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import {
  headless,
  manifest,
  networkPolicy,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  toNamed,
  workload,
} from '../support/objects.ts';

const RULE = 'network-policy-admits-nobody';
const found = [`warning ${RULE} Pod/a1`];
const n1 = node();
const web = [service(), n1, pod()];
const http = { ports: [{ name: 'http', containerPort: 8080 }] };
const admitting = (...ports: object[]) => networkPolicy('np', { ingress: [{ ports }] });
const isolating = networkPolicy('np');
const selecting = (podSelector: object) => networkPolicy('np', { podSelector });
const two = service({
  ports: [
    { name: 'a', port: 80, targetPort: 8080 },
    { name: 'b', port: 81, targetPort: 9000 },
  ],
});

const cases: [string, Raw[], string[]][] = [
  ['no policy', web, []],
  ['no rule at all', [...web, isolating], found],
  ['a rule without ports admits to all', [...web, networkPolicy('np', { ingress: [{}] })], []],
  [
    'whoever a rule is for',
    [...web, networkPolicy('np', { ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }] })],
    [],
  ],
  ['the port', [...web, admitting({ port: 8080 })], []],
  ["the Service's port instead of the Pod's", [...web, admitting({ port: 80 })], found],
  ['the protocol', [...web, admitting({ port: 8080, protocol: 'UDP' })], found],
  ['all ports of the protocol', [...web, admitting({ protocol: 'TCP' })], []],
  ['all ports of another protocol', [...web, admitting({ protocol: 'UDP' })], found],
  ['within a range', [...web, admitting({ port: 8000, endPort: 8080 })], []],
  ['beyond a range', [...web, admitting({ port: 8000, endPort: 8079 })], found],
  [
    'one of several ranges, in any order',
    [
      ...web,
      admitting({ port: 9000 }, { port: 8080, endPort: 8090 }, { port: 1, endPort: 8000 }, { port: 2 }),
    ],
    [],
  ],
  [
    'between ranges that overlap',
    [
      ...web,
      admitting(
        { port: 8081, endPort: 9000 },
        { port: 8000, endPort: 8079 },
        { port: 1, endPort: 8070 },
        { port: 8090 },
      ),
    ],
    found,
  ],
  [
    'within one that others are within',
    [...web, admitting({ port: 8000, endPort: 9000 }, { port: 8010, endPort: 8020 }, { port: 8030 })],
    [],
  ],
  ['a named port', [service(), n1, pod('a1', http), admitting({ port: 'http' })], []],
  [
    'a named port of another number',
    [service({ ports: [{ port: 80, targetPort: 9000 }] }), n1, pod('a1', http), admitting({ port: 'http' })],
    found.concat('info target-port-undeclared Service/web'),
  ],
  ['a name that the Pod does not have', [...web, admitting({ port: 'http' })], found],
  [
    'policies add up',
    [...web, isolating, networkPolicy('other', { ingress: [{ ports: [{ port: 8080 }] }] })],
    [],
  ],
  ['for egress only', [...web, networkPolicy('np', { policyTypes: ['Egress'] })], []],
  ['without policyTypes it is for ingress', [...web, networkPolicy('np', { policyTypes: undefined })], found],
  ['of another namespace', [...web, networkPolicy('np', {}, { namespace: 'x' })], []],
  ['it selects the Pod', [...web, selecting({ matchLabels: { app: 'a' } })], found],
  ['it selects others', [...web, selecting({ matchLabels: { app: 'b' } })], []],
  [
    'In',
    [...web, selecting({ matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] })],
    found,
  ],
  [
    'NotIn',
    [...web, selecting({ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['a'] }] })],
    [],
  ],
  [
    'NotIn, the key is missing',
    [...web, selecting({ matchExpressions: [{ key: 'x', operator: 'NotIn', values: ['a'] }] })],
    found,
  ],
  ['Exists', [...web, selecting({ matchExpressions: [{ key: 'app', operator: 'Exists' }] })], found],
  ['DoesNotExist', [...web, selecting({ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] })], []],
  ['hostNetwork', [service(), n1, pod('a1', { spec: { hostNetwork: true } }), isolating], []],
  ['not ready', [service(), n1, pod('a1', { ready: 'False' }), isolating], ['error pod-not-ready Pod/a1']],
  ['one of two ports', [two, n1, pod(), admitting({ port: 8080 })], found],
  [
    'headless',
    [service(headless), n1, pod(), isolating],
    [...found, 'info headless-port-differs Service/web'],
  ],
  ['headless without ports', [service({ ...headless, ports: [] }), n1, pod(), isolating], []],
  [
    'an unresolved port is not asked about',
    [service(toNamed()), n1, pod(), isolating],
    ['error target-port-unresolved Pod/a1'],
  ],
  ['no selector', [selectorless(), isolating], ['error endpoints-missing Service/web']],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

describe('evidence', () => {
  test('one finding a Pod: the policies and what they admit to', async () => {
    const report = await evaluateObjects(
      ...publish(
        two,
        n1,
        pod(),
        isolating,
        networkPolicy('some', {
          ingress: [
            { ports: [{ port: 80 }, { port: 90, endPort: 99, protocol: 'UDP' }, { protocol: 'SCTP' }] },
          ],
        }),
      ),
    );
    expect(onlyFinding(report, RULE)).toMatchObject({
      severity: 'warning',
      subject: { kind: 'Pod', namespace: 'default', name: 'a1' },
      message:
        'NetworkPolicies isolate Pod a1: no rule admits port 8080/TCP, 9000/TCP, the target of ports a (80/TCP), b (81/TCP)',
      detail: [
        'NetworkPolicy np admits no traffic',
        'NetworkPolicy some admits traffic to ports 80/TCP, 90-99/UDP, all/SCTP only',
        'NetworkPolicy some has 80, the port of the Service, but rules apply to the port of the Pod, 8080',
      ],
      fix: 'kubectl -n default edit networkpolicy np',
    });
    expect(JSON.stringify(report.findings)).not.toMatch(/den(y|ied)/i);
  });

  test('it is advice: the Service stays Healthy, and the rows of the port carry it', async () => {
    const { status, backends } = onlyService(
      await evaluateObjects(...publish(two, n1, pod(), admitting({ port: 8080 }))),
    );
    expect(status).toBe('Healthy');
    expect(backends.map(({ servicePort, findings }) => [servicePort, findings])).toEqual([
      [80, []],
      [81, [RULE]],
    ]);
  });

  test('a Pod template, by the name of its workload', async () => {
    const report = await evaluateObjects(
      manifest(service()),
      manifest(workload('Deployment', 'shop')),
      manifest(isolating),
    );
    const { subject, message } = onlyFinding(report, RULE);
    expect(subject).toEqual({ kind: 'Deployment', namespace: 'default', name: 'shop' });
    expect(message).toContain('Deployment shop');
  });
});

test.each(['cilium.io', 'crd.projectcalico.org', 'policy.networking.k8s.io'])(
  'info where the server has %s',
  async (name) => {
    const snapshot = await snapshotOf(...publish(...web, isolating));
    const group = decode({ apiVersion: 'v1', kind: 'APIGroup', metadata: { name } }, '') as APIGroup;
    const report = evaluateSnapshot({ ...snapshot, objects: { ...snapshot.objects, APIGroup: [group] } });
    expect(onlyFinding(report, RULE)).toMatchObject({
      severity: 'info',
      detail: [
        'NetworkPolicy np admits no traffic',
        `the cluster also serves ${name}: policies of these APIs are not checked`,
      ],
    });
  },
);

test('one finding a policy and port, however many Services and Pods', async () => {
  const report = await evaluateObjects(
    ...publish(
      service(),
      service({}, { name: 'again' }),
      n1,
      pod(),
      pod('a2', { ips: ['10.0.0.2'] }),
      service({ selector: { app: 'b' } }, { name: 'b' }),
      pod('b1', { ips: ['10.0.0.3'], labels: { app: 'b' } }),
      service({ selector: { app: 'b' }, ports: [{ port: 90, targetPort: 9090 }] }, { name: 'other' }),
      isolating,
    ),
  );
  expect(report.findings.filter(({ rule }) => rule === RULE).map(({ message }) => message)).toEqual([
    'NetworkPolicies isolate Pod a1, Pod a2, Pod b1: no rule admits port 8080/TCP',
    'NetworkPolicies isolate Pod b1: no rule admits port 9090/TCP, the target of port 90/TCP',
  ]);
  expect(report.services.map(({ findings }) => findings.includes(RULE))).toEqual([true, true, true, true]);
});

describe('info where manifests have a policy of another API for the same Pods', () => {
  const other = (apiVersion: string, kind: string, spec: object, namespace?: string): Raw => ({
    apiVersion,
    kind,
    metadata: { name: 'other', ...(namespace && { namespace }) },
    spec,
  });
  const of = (labels: object) => ({ endpointSelector: { matchLabels: labels }, ingress: [{}] });
  test.each<[string, Raw, string]>([
    ['Cilium', other('cilium.io/v2', 'CiliumNetworkPolicy', of({ app: 'a' }), 'default'), 'info'],
    [
      'Cilium, with the source of the label',
      other('cilium.io/v2', 'CiliumNetworkPolicy', of({ 'k8s:app': 'a' }), 'default'),
      'info',
    ],
    [
      'Cilium, for other Pods',
      other('cilium.io/v2', 'CiliumNetworkPolicy', of({ app: 'b' }), 'default'),
      'warning',
    ],
    ['Cilium, in another namespace', other('cilium.io/v2', 'CiliumNetworkPolicy', of({}), 'x'), 'warning'],
    ['Cilium, in all namespaces', other('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', of({})), 'info'],
    ['Calico', other('projectcalico.org/v3', 'NetworkPolicy', { selector: "app == 'a'" }, 'default'), 'info'],
    ['an administrator', other('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', {}), 'info'],
    ['no policy', other('cilium.io/v2', 'CiliumNode', {}, 'default'), 'warning'],
  ])('%s', async (_, policy, severity) => {
    const report = await evaluateObjects(
      ...[service(), workload('Deployment', 'web'), isolating].map((one) => manifest(one)),
      policy,
    );
    expect(onlyFinding(report, RULE).severity).toBe(severity);
  });
});

test.each(['Pod', 'NetworkPolicy', 'EndpointSlice'] as const)('%s unread: skipped', async (kind) => {
  const report = evaluateSnapshot(await snapshotWithout({ [kind]: 'no' }, ...publish(...web, isolating)));
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});

test('a rule that names the port of the Service, or its nodePort', async () => {
  const exposed = service({ type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] });
  const report = await evaluateObjects(
    ...publish(exposed, n1, pod(), admitting({ port: 80 }, { port: 30080 })),
  );
  expect(onlyFinding(report, RULE).detail).toEqual([
    'NetworkPolicy np admits traffic to ports 80/TCP, 30080/TCP only',
    'NetworkPolicy np has 80, the port of the Service, but rules apply to the port of the Pod, 8080',
    'NetworkPolicy np has 30080, the nodePort, but rules apply to the port of the Pod, 8080',
  ]);
});

test('a rule by the name of the Service port, which the container port does not have', async () => {
  const ports = [{ name: 'web', port: 80, targetPort: 8080 }];
  const report = await evaluateObjects(
    ...publish(service({ ports }), n1, pod('a1', http), admitting({ port: 'web' })),
  );
  expect(onlyFinding(report, RULE).detail).toContain(
    'NetworkPolicy np has web, the name of the port of the Service, but rules apply to the port of the Pod, 8080',
  );
});
