/** False positives of other tools: never above info. */
import { describe, expect, test } from 'vitest';
import { publish } from '../../support/controllers.ts';
import { evaluateObjects, verdicts } from '../../support/evaluate.ts';
import {
  CONTROLLER,
  type Conditions,
  dualStack,
  endpoint,
  endpoints,
  headless,
  ingress,
  manifest,
  networkPolicy,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  toNamed,
  workload,
} from '../../support/objects.ts';

const n1 = node();
const second = { ips: ['10.0.0.2'] };
const port = (number: number, name = 'http') => ({ ports: [{ name, containerPort: number }] });
const owned = (kind: string, name: string) => ({
  ownerReferences: [{ kind, name, uid: '1', controller: true }],
});
const byHand = (fields: object, conditions: Conditions = 'uuu') =>
  publish(selectorless()).concat(
    slice([endpoint('192.0.2.1', conditions, fields as Record<string, unknown>)]),
  );
const bootstrapping = service({ ...headless, publishNotReadyAddresses: true, ports: [{ port: 5432 }] });
const policy = (spec: object) => networkPolicy('np', spec as Record<string, unknown>);
const web = [service(), n1, pod()];
const redirect = { service: { name: 'ssl-redirect', port: { name: 'use-annotation' } } };

const kubernetes = [
  selectorless(
    { ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
    { name: 'kubernetes', labels: { component: 'apiserver', provider: 'kubernetes' } },
  ),
  endpoints([subset(['192.168.0.1'], [{ name: 'https', port: 6443 }])], {
    name: 'kubernetes',
    labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
  }),
  slice([endpoint('192.168.0.1', 'Tuu')], {
    name: 'kubernetes',
    service: 'kubernetes',
    ports: [{ name: 'https', port: 6443 }],
  }),
];

/** The situation, its objects, and the rules that may report it as info. */
const cases: [string, Raw[], string[]][] = [
  ['a Pod that Succeeded', publish(...web, pod('done', { ...second, phase: 'Succeeded' })), []],
  [
    'a Pod that Failed',
    publish(...web, pod('done', { ...second, phase: 'Failed', ready: 'False', reason: 'Evicted' })),
    [],
  ],
  [
    'completed Pods of a Job',
    publish(...web, pod('job', { ...second, phase: 'Succeeded', metadata: owned('Job', 'migrate') })),
    [],
  ],
  ['a terminating Pod while others serve', publish(...web, pod('old', { ...second, deleted: true })), []],
  [
    'a terminating Pod that does not serve',
    publish(...web, pod('old', { ...second, deleted: true, ready: 'False' })),
    [],
  ],
  [
    'a terminating Pod without an address',
    publish(...web, pod('old', { ips: [], deleted: true, ready: 'False' })),
    [],
  ],
  ['Pods without declared ports', publish(...web), []],
  ['an undeclared numeric port', publish(service(), n1, pod('a1', port(9090))), ['target-port-undeclared']],
  ['replicas 0', publish(service(), workload('Deployment', 'web', { replicas: 0 })), ['scaled-to-zero']],
  [
    'a named port with different numbers',
    publish(service(toNamed()), n1, pod('a1', port(8080)), pod('a2', { ...second, ...port(9090) })),
    [],
  ],
  [
    'the port of a sidecar',
    publish(
      service(toNamed()),
      n1,
      pod('a1', { initContainers: [{ name: 'proxy', restartPolicy: 'Always', ...port(15001) }] }),
    ),
    [],
  ],
  [
    'a numeric port that only a sidecar declares',
    publish(
      service(),
      n1,
      pod('a1', {
        ...port(9000),
        initContainers: [{ name: 'proxy', restartPolicy: 'Always', ...port(8080) }],
      }),
    ),
    [],
  ],
  ['ready unset', byHand({}, 'uuu'), []],
  ['serving and terminating unset', byHand({}, 'Tuu'), []],
  ['no conditions at all', byHand({ conditions: undefined }), []],
  ['conditions null', byHand({ conditions: null }), []],
  ['targetRef, zone and nodeName null', byHand({ targetRef: null, zone: null, nodeName: null }), []],
  [
    'a port without name and protocol',
    [selectorless(), slice([endpoint('192.0.2.1')], { ports: [{ port: 8080 }] })],
    [],
  ],
  [
    'a port whose name is null',
    [selectorless(), slice([endpoint('192.0.2.1')], { ports: [{ name: null, port: 8080, protocol: null }] })],
    [],
  ],
  [
    "the controller's slice without nodeName and zone",
    [
      service(),
      n1,
      pod(),
      endpoints([subset(['10.0.0.1'])]),
      slice([endpoint('10.0.0.1', 'uuu')], { managedBy: CONTROLLER }),
    ],
    [],
  ],
  [
    'a Service for one Pod of a StatefulSet',
    publish(
      service({ selector: { 'statefulset.kubernetes.io/pod-name': 'db-0' } }),
      n1,
      pod('db-0', {
        labels: { 'statefulset.kubernetes.io/pod-name': 'db-0' },
        metadata: owned('StatefulSet', 'db'),
      }),
    ),
    [],
  ],
  [
    'a selector with pod-template-hash',
    publish(
      service({ selector: { app: 'a', 'pod-template-hash': 'x1' } }),
      n1,
      pod('a1', { labels: { app: 'a', 'pod-template-hash': 'x1' } }),
      pod('a2', { ...second, labels: { app: 'a', 'pod-template-hash': 'x2' } }),
    ),
    [],
  ],
  ['the second family under PreferDualStack', publish(service(dualStack), n1, pod()), ['ip-family-unserved']],
  ['a headless Service without ports', publish(service({ ...headless, ports: [] }), n1, pod()), []],
  [
    'a headless Service without ports, the field left out',
    publish(service({ ...headless, ports: undefined }), n1, pod()),
    [],
  ],
  [
    'hostNetwork Pods, two on one Node',
    publish(
      service(),
      n1,
      pod('a1', { ips: ['192.168.0.1'], spec: { hostNetwork: true } }),
      pod('a2', { ips: ['192.168.0.1'], spec: { hostNetwork: true } }),
    ),
    [],
  ],
  [
    'publishNotReadyAddresses: Pods that find each other',
    publish(bootstrapping, n1, pod('a1', { ready: 'False' }), pod('a2', { ...second, ready: 'False' })),
    [],
  ],
  [
    'publishNotReadyAddresses: one terminates',
    publish(bootstrapping, n1, pod('a1'), pod('a2', { ...second, ready: 'False', deleted: true })),
    [],
  ],
  [
    'publishNotReadyAddresses: without its Node',
    publish(bootstrapping, pod('a1', { node: 'gone' }), node()),
    [],
  ],
  [
    'a selectorless Service with a controller of its own',
    [selectorless(), slice([endpoint('192.0.2.1')], { managedBy: 'my-operator.example' })],
    [],
  ],
  ['a selectorless Service with Endpoints', publish(selectorless(), endpoints([subset(['192.0.2.1'])])), []],
  [
    'both by hand, one equal to the other',
    [...publish(selectorless(), endpoints([subset(['192.0.2.1'])])), slice([endpoint('192.0.2.1')])],
    [],
  ],
  ['default/kubernetes', kubernetes, []],
  [
    'a leader election record',
    [
      ...publish(...web),
      endpoints([], { name: 'leader', annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } }),
    ],
    [],
  ],
  [
    'an ExternalName without Pods and endpoints',
    [selectorless({ type: 'ExternalName', externalName: 'db.example.com', ports: undefined })],
    [],
  ],
  ['two Services over the same Pods', publish(service(), service({}, { name: 'web-2' }), n1, pod()), []],
  ['one endpoint only', publish(...web), []],
  ['a NodePort', publish(service({ type: 'NodePort' }), n1, pod()), []],
  [
    'a load balancer with externalTrafficPolicy Local',
    publish(
      {
        ...service({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' }),
        status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
      },
      n1,
      node('n2'),
      pod(),
    ),
    ['nodes-without-local-endpoints'],
  ],
  ['a cordoned Node', publish(service(), { ...n1, spec: { unschedulable: true } }, pod()), []],
  [
    'a Service port name that is not used',
    publish(service({ ports: [{ name: 'x', port: 80, targetPort: 8080 }] }), n1, pod()),
    [],
  ],
  [
    'DNS over TCP and UDP, declared for one',
    publish(
      service({
        ports: [
          { name: 't', port: 53, targetPort: 53 },
          { name: 'u', port: 53, targetPort: 53, protocol: 'UDP' },
        ],
      }),
      n1,
      pod('a1', { ports: [{ containerPort: 53, protocol: 'UDP' }] }),
    ),
    [],
  ],
  [
    'a policy for addresses outside',
    publish(...web, policy({ ingress: [{ from: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }] })),
    [],
  ],
  [
    'a policy for another namespace',
    publish(
      ...web,
      policy({
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'x' } } }], ports: [{ port: 8080 }] }],
      }),
    ),
    [],
  ],
  ['a policy of egress', publish(...web, policy({ policyTypes: ['Egress'], egress: [] })), []],
  [
    'a policy over a hostNetwork Pod',
    publish(service(), n1, pod('a1', { spec: { hostNetwork: true } }), policy({})),
    [],
  ],
  [
    "an Ingress's default backend",
    [
      ...publish(...web),
      ingress('shop', [], { defaultBackend: { service: { name: 'web', port: { number: 80 } } } }),
    ],
    [],
  ],
  [
    "an Ingress's resource backend",
    [
      ...publish(...web),
      ingress('shop', [{ resource: { apiGroup: 'x.example', kind: 'Bucket', name: 'b' } }]),
    ],
    [],
  ],
  [
    'an Ingress by the number of an unnamed port',
    [...publish(...web), ingress('shop', [{ service: { name: 'web', port: { number: 80 } } }])],
    [],
  ],
  ["an Ingress's action for its load balancer", [...publish(...web), ingress('shop', [redirect])], []],
  [
    'what a chart renders',
    [
      manifest(service(toNamed())),
      manifest(workload('Deployment', 'a', port(8080))),
      manifest(networkPolicy('np', { ingress: [{}] })),
    ],
    [],
  ],
];

test.each(cases)('%s', async (_, objects, infos) => {
  const report = await evaluateObjects(...objects);
  expect(verdicts(report).filter((verdict) => !verdict.startsWith('info '))).toEqual([]);
  expect([...new Set(report.findings.map(({ rule }) => rule))]).toEqual(infos);
});

describe('nor does it make a Service worse', () => {
  const unavailable = ['replicas 0'];
  test.each(cases.filter(([name]) => !unavailable.includes(name)))('%s', async (_, objects) => {
    const { services } = await evaluateObjects(...objects);
    for (const { status } of services) expect(status).toMatch(/^(Healthy|ExternalName)$/);
  });
});
