/** What healthy clusters and charts look like: no error and no warning, at most infos. */
import { expect, test } from 'vitest';
import { publish } from '../../support/controllers.ts';
import { evaluateObjects } from '../../support/evaluate.ts';
import {
  endpoint,
  endpoints,
  headless,
  ingress,
  manifest,
  networkPolicy,
  node,
  type PodShape,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  workload,
} from '../../support/objects.ts';

type Labels = Record<string, string>;

const n1 = node();
let last = 10;
/** A Pod of a workload, with an address of its own. */
function of(kind: string, owner: string, name: string, shape: PodShape = {}): Raw {
  last += 1;
  return pod(name, {
    ips: [`10.0.1.${last}`],
    ...shape,
    metadata: {
      ownerReferences: [{ kind, name: owner, uid: owner, controller: true }],
      ...shape.metadata,
    },
  });
}
const ofDeployment = (name: string, labels: Labels, shape: PodShape = {}) =>
  of('ReplicaSet', `${name}-1a`, `${name}-1a-x`, {
    ...shape,
    labels: { ...labels, 'pod-template-hash': '1a' },
  });
const ofSet = (name: string, at: number, labels: Labels, subdomain: string, shape: PodShape = {}) =>
  of('StatefulSet', name, `${name}-${at}`, {
    ...shape,
    labels: {
      ...labels,
      'statefulset.kubernetes.io/pod-name': `${name}-${at}`,
      'apps.kubernetes.io/pod-index': `${at}`,
    },
    spec: { subdomain, hostname: `${name}-${at}`, ...shape.spec },
  });
const declares = (containerPort: number, name = 'http', protocol = 'TCP') => ({
  ports: [{ name, containerPort, protocol }],
});
const named = (name: string, spec: object = {}, metadata: object = {}) =>
  service(spec as Labels, { name, ...metadata });
const to = (port: number, targetPort: number | string = port, name = '') => ({ name, port, targetPort });
const leading = (spec: object, metadata: object): Raw => ({
  ...service({ type: 'LoadBalancer', ...spec }, metadata as Labels),
  status: { loadBalancer: { ingress: [{ ip: '192.0.2.9' }] } },
});
const setOf = (name: string, serviceName: string, shape: Parameters<typeof workload>[2]): Raw => {
  const set = workload('StatefulSet', name, shape);
  return { ...set, spec: { ...(set.spec as object), serviceName } };
};
const app = (instance: string, more: Labels = {}): Labels => ({
  'app.kubernetes.io/name': 'shop',
  'app.kubernetes.io/instance': instance,
  ...more,
});
const running = { name: 'main', ready: false, started: true, state: { running: {} } };

const patterns: [string, Raw[]][] = [
  [
    'one Deployment behind one Service',
    publish(service(), n1, ofDeployment('web', { app: 'a' }, declares(8080))),
  ],
  [
    'a canary beside a stable, with the same ports and instance',
    publish(
      named('shop', { selector: app('shop') }),
      n1,
      ofDeployment('shop', app('shop', { track: 'stable' }), declares(8080)),
      ofDeployment('shop-canary', app('shop', { track: 'canary' }), declares(8080)),
    ),
  ],
  [
    'blue and green, each with a Service of its own',
    publish(
      named('blue', { selector: { app: 'a', color: 'blue' } }),
      named('green', { selector: { app: 'a', color: 'green' } }),
      n1,
      ofDeployment('blue', { app: 'a', color: 'blue' }, declares(8080)),
      ofDeployment('green', { app: 'a', color: 'green' }, declares(8080)),
    ),
  ],
  [
    'a rollout by Argo: stable and canary Services with the hash of one ReplicaSet',
    publish(
      named('stable', { selector: { app: 'a', 'rollouts-pod-template-hash': 'x' } }),
      named('canary', { selector: { app: 'a', 'rollouts-pod-template-hash': 'x' } }),
      n1,
      of('ReplicaSet', 'demo-x', 'demo-x-1', { labels: { app: 'a', 'rollouts-pod-template-hash': 'x' } }),
    ),
  ],
  [
    'an old Pod that terminates while the new one is Ready',
    publish(
      service(),
      n1,
      ofDeployment('web', { app: 'a' }),
      of('ReplicaSet', 'web-0b', 'web-0b-x', {
        labels: { app: 'a', 'pod-template-hash': '0b' },
        deleted: true,
      }),
    ),
  ],
  [
    'roles that an operator labels: the primary and the replicas of a database',
    publish(
      named('pg', { selector: { cluster: 'pg', role: 'master' }, ports: [to(5432)] }),
      named('pg-repl', { selector: { cluster: 'pg', role: 'replica' }, ports: [to(5432)] }),
      named('pg-pods', { ...headless, selector: { cluster: 'pg' }, ports: [to(5432)] }),
      n1,
      ofSet('pg', 0, { cluster: 'pg', role: 'master' }, 'pg-pods', declares(5432, 'pg')),
      ofSet('pg', 1, { cluster: 'pg', role: 'replica' }, 'pg-pods', declares(5432, 'pg')),
    ),
  ],
  [
    'an active member that labels itself, beside a headless Service of all',
    publish(
      named('vault-active', { selector: { app: 'vault', 'vault-active': 'true' }, ports: [to(8200)] }),
      named('vault-internal', {
        ...headless,
        publishNotReadyAddresses: true,
        selector: { app: 'vault' },
        ports: [to(8200)],
      }),
      n1,
      ofSet('vault', 0, { app: 'vault', 'vault-active': 'true' }, 'vault-internal', declares(8200)),
      ofSet('vault', 1, { app: 'vault', 'vault-active': 'false' }, 'vault-internal', declares(8200)),
    ),
  ],
  [
    'members that bootstrap behind publishNotReadyAddresses',
    publish(
      named('peers', {
        ...headless,
        publishNotReadyAddresses: true,
        selector: { app: 'k' },
        ports: [to(7000)],
      }),
      n1,
      ...[0, 1, 2].map((at) =>
        ofSet('k', at, { app: 'k' }, 'peers', { ...declares(7000), ready: 'False', statuses: [running] }),
      ),
    ),
  ],
  [
    'discovery over node pools with different ports',
    publish(
      named('kafka-brokers', {
        ...headless,
        publishNotReadyAddresses: true,
        selector: { cluster: 'kafka' },
        ports: [to(9091, 9091, 'repl'), to(9092, 9092, 'clients')].map((port) => ({ ...port })),
      }),
      n1,
      of('StrimziPodSet', 'broker', 'broker-0', {
        labels: { cluster: 'kafka' },
        ...declares(9092, 'clients'),
      }),
      of('StrimziPodSet', 'controller', 'controller-1', {
        labels: { cluster: 'kafka' },
        ...declares(9090, 'ctrl'),
      }),
    ),
  ],
  [
    'node sets of one search cluster behind its HTTP Service',
    publish(
      named('es-http', { selector: { cluster: 'es' }, ports: [to(9200)] }),
      n1,
      ofSet('es-master', 0, { cluster: 'es', set: 'master' }, 'es-master', declares(9200, 'https')),
      ofSet('es-data', 0, { cluster: 'es', set: 'data' }, 'es-data', declares(9200, 'https')),
      named('es-master', { ...headless, selector: { set: 'master' }, ports: undefined }),
      named('es-data', { ...headless, selector: { set: 'data' }, ports: undefined }),
    ),
  ],
  [
    'a headless Service that an operator gives to all StatefulSets that it makes',
    publish(
      named('prometheus-operated', {
        ...headless,
        selector: { 'operated-prometheus': 'true' },
        ports: [to(9090, 'web', 'web')],
      }),
      n1,
      ...['k8s', 'apps'].map((instance) =>
        ofSet(
          `prometheus-${instance}`,
          0,
          { 'operated-prometheus': 'true', 'app.kubernetes.io/instance': instance },
          'prometheus-operated',
          declares(9090, 'web'),
        ),
      ),
    ),
  ],
  [
    'a StatefulSet with its headless Service, a client Service, and one for each Pod',
    publish(
      named('db', { ...headless, selector: { app: 'db' }, ports: [to(5432)] }),
      named('db-client', { selector: { app: 'db' }, ports: [to(5432)] }),
      named('db-0', { selector: { 'statefulset.kubernetes.io/pod-name': 'db-0' }, ports: [to(5432)] }),
      n1,
      ofSet('db', 0, { app: 'db' }, 'db', declares(5432, 'pg')),
      ofSet('db', 1, { app: 'db' }, 'db', declares(5432, 'pg')),
      setOf('db', 'db', { labels: { app: 'db' }, replicas: 2, ports: declares(5432, 'pg').ports }),
    ),
  ],
  [
    'a StatefulSet without names',
    publish(
      named('web', { selector: { app: 'a' } }),
      n1,
      ofSet('web', 0, { app: 'a' }, ''),
      setOf('web', '', { labels: { app: 'a' } }),
    ),
  ],
  [
    'a finished Pod whose address is listed as not ready',
    [
      ...publish(service(), n1, ofDeployment('web', { app: 'a' })),
      pod('once', { ips: ['10.0.0.77'], phase: 'Succeeded', ready: 'False' }),
      slice(
        [endpoint('10.0.0.77', 'FFF', { targetRef: { kind: 'Pod', namespace: 'default', name: 'once' } })],
        { name: 'web-old', managedBy: 'endpointslice-controller.k8s.io' },
      ),
    ],
  ],
  [
    'a Job whose Pods carry the labels of the application, and have ended',
    publish(
      service(),
      n1,
      ofDeployment('web', { app: 'a' }, declares(8080)),
      of('Job', 'migrate', 'migrate-x', { labels: { app: 'a' }, phase: 'Succeeded', ready: 'False' }),
    ),
  ],
  [
    'scaled to zero, until somebody asks',
    publish(service(), n1, workload('Deployment', 'web', { replicas: 0 })),
  ],
  [
    'a mesh: a native sidecar has the port, and answers the probes',
    publish(
      service({ ports: [to(80, 'http')] }),
      n1,
      ofDeployment(
        'web',
        { app: 'a' },
        {
          containers: [
            {
              name: 'main',
              ports: [{ name: 'app', containerPort: 8080 }],
              readinessProbe: { httpGet: { path: '/app-health/main/readyz', port: 15020 } },
            },
          ],
          initContainers: [
            { name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'http', containerPort: 15001 }] },
          ],
        },
      ),
    ),
  ],
  [
    'a mesh of clusters: its controller adds slices with the Pods of the others',
    [
      ...publish(service(), n1, ofDeployment('web', { app: 'a' })),
      slice([endpoint('10.50.0.1', 'TTF')], {
        name: 'web-remote',
        managedBy: 'endpointslice-mesh-controller.cilium.io',
      }),
    ],
  ],
  [
    'an imported Service: slices of a multi-cluster controller',
    [
      selectorless({}, { labels: { 'multicluster.kubernetes.io/service-name': 'web' } }),
      slice([endpoint('10.60.0.1', 'TTF')], { managedBy: 'lighthouse-agent.submariner.io' }),
    ],
  ],
  [
    'an imported headless Service, whose Pods are in another cluster',
    [
      selectorless({ ...headless, ports: [to(8080)] }),
      slice([endpoint('10.60.0.1', 'TTF', { hostname: 'db-0' })], {
        managedBy: 'lighthouse-agent.submariner.io',
      }),
    ],
  ],
  [
    'the slices of a Service that another cluster exports, without a Service here',
    [
      ...publish(service(), n1, ofDeployment('web', { app: 'a' })),
      slice([endpoint('10.60.0.1')], {
        name: 'derived-x',
        service: '',
        labels: { 'multicluster.kubernetes.io/service-name': 'web' },
      }),
    ],
  ],
  [
    'the kubelets, as a monitoring operator lists them',
    publish(
      selectorless({ ...headless, ports: [to(10250, 10250, 'https')] }, { name: 'kubelet' }),
      n1,
      endpoints(
        [
          {
            addresses: [{ ip: '192.168.0.1', targetRef: { kind: 'Node', name: 'n1' } }],
            ports: [{ name: 'https', port: 10250 }],
          },
        ],
        { name: 'kubelet' },
      ),
    ),
  ],
  [
    'a controller of its own copies the endpoints of the Pods',
    [
      selectorless(),
      n1,
      ofDeployment('web', { app: 'a' }),
      slice([endpoint('192.0.2.1', 'TTF')], { managedBy: 'serving.knative.dev' }),
    ],
  ],
  [
    'a database outside of the cluster, by Endpoints',
    publish(selectorless({ ports: [to(5432)] }), endpoints([subset(['192.0.2.1'], [{ port: 5432 }])])),
  ],
  [
    'two addresses outside, of which one is down',
    publish(selectorless(), endpoints([subset(['192.0.2.1', '!192.0.2.2'])])),
  ],
  [
    'from outside into the cluster, step by step',
    [
      ...publish(service(), n1, ofDeployment('web', { app: 'a' })),
      slice([endpoint('192.0.2.1')], { name: 'web-outside', managedBy: 'me' }),
    ],
  ],
  [
    'an alias outside',
    [selectorless({ type: 'ExternalName', externalName: 'db.example.com', ports: [to(5432)] })],
  ],
  [
    'an alias of a gateway in the cluster',
    [
      ...publish(service(), n1, ofDeployment('web', { app: 'a' })),
      selectorless(
        { type: 'ExternalName', externalName: 'web.default.svc.cluster.local', ports: undefined },
        { name: 'alias' },
      ),
    ],
  ],
  [
    'DNS, over UDP and TCP',
    publish(
      service({
        ports: [{ ...to(53, 53, 'dns'), protocol: 'UDP' }, to(53, 53, 'dns-tcp'), to(9153, 9153, 'metrics')],
      }),
      n1,
      ofDeployment(
        'coredns',
        { app: 'a' },
        {
          ports: [
            { name: 'dns', containerPort: 53, protocol: 'UDP' },
            { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
            { name: 'metrics', containerPort: 9153 },
          ],
        },
      ),
    ),
  ],
  [
    'a load balancer that keeps the address of the client, on two of three Nodes',
    publish(
      leading({ externalTrafficPolicy: 'Local' }, { name: 'web' }),
      n1,
      node('n2'),
      node('n3'),
      of('DaemonSet', 'lb', 'lb-1', { labels: { app: 'a' } }),
      of('DaemonSet', 'lb', 'lb-2', { labels: { app: 'a' }, node: 'n2' }),
    ),
  ],
  [
    'an agent on each Node, reached there only',
    publish(
      service({ internalTrafficPolicy: 'Local' }),
      n1,
      node('n2'),
      of('DaemonSet', 'agent', 'agent-1', { labels: { app: 'a' }, spec: { hostNetwork: true } }),
      of('DaemonSet', 'agent', 'agent-2', { labels: { app: 'a' }, node: 'n2', spec: { hostNetwork: true } }),
    ),
  ],
  [
    'a controller and its admission webhook: two Services, one Deployment',
    publish(
      named('ingress', {
        selector: { app: 'i' },
        ports: [to(80, 'http', 'http'), to(443, 'https', 'https')],
      }),
      named('ingress-admission', { selector: { app: 'i' }, ports: [to(443, 'webhook', 'https')] }),
      n1,
      ofDeployment(
        'ingress',
        { app: 'i' },
        {
          ports: [
            { name: 'http', containerPort: 80 },
            { name: 'https', containerPort: 443 },
            { name: 'webhook', containerPort: 8443 },
          ],
        },
      ),
    ),
  ],
  [
    'denied by default, admitted for the clients',
    publish(
      service(),
      n1,
      ofDeployment('web', { app: 'a' }, declares(8080)),
      ofDeployment('client', { app: 'client' }),
      networkPolicy('deny-all'),
      networkPolicy('allow', {
        podSelector: { matchLabels: { app: 'a' } },
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'client' } } }], ports: [{ port: 8080 }] }],
      }),
    ),
  ],
  [
    'admitted from the namespace of the Ingress controller',
    publish(
      service(),
      n1,
      ofDeployment('web', { app: 'a' }, declares(8080)),
      networkPolicy('allow', {
        ingress: [
          {
            from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }],
            ports: [{ port: 'http' }],
          },
        ],
      }),
    ),
  ],
  [
    'an Ingress of a class that the input does not show',
    [
      ...publish(service(), n1, ofDeployment('web', { app: 'a' })),
      ingress('shop', [{ service: { name: 'web', port: { number: 80 } } }], { ingressClassName: 'nginx' }),
    ],
  ],
  [
    'the second family is preferred, and the Pods have one',
    publish(
      service({
        ipFamilies: ['IPv4', 'IPv6'],
        ipFamilyPolicy: 'PreferDualStack',
        clusterIPs: ['10.96.0.7', 'fd00::7'],
      }),
      n1,
      ofDeployment('web', { app: 'a' }),
    ),
  ],
  [
    'connections stay in a zone',
    publish(service({ trafficDistribution: 'PreferClose' }), n1, ofDeployment('web', { app: 'a' })),
  ],
  [
    'a chart with an application, its database, and a hook that migrates',
    [
      service({ ports: [to(80, 'http')] }),
      workload('Deployment', 'web', declares(8080)),
      named('db', { ...headless, selector: { app: 'db' }, ports: [to(5432)] }),
      setOf('db', 'db', { labels: { app: 'db' }, ports: declares(5432, 'pg').ports }),
      {
        ...workload('Job', 'migrate', { labels: { app: 'a' } }),
        metadata: { name: 'migrate', annotations: { 'helm.sh/hook': 'pre-upgrade' } },
      },
    ].map(manifest),
  ],
  [
    'a chart with a Service that only a hook uses',
    [
      service(),
      workload('Deployment', 'web', declares(8080)),
      {
        ...named('test', { selector: { app: 'test' } }),
        metadata: { name: 'test', annotations: { 'helm.sh/hook': 'test' } },
      },
      {
        ...workload('Job', 'test', { labels: { app: 'test' } }),
        metadata: { name: 'test', annotations: { 'helm.sh/hook': 'test' } },
      },
    ].map(manifest),
  ],
  [
    'a chart whose Job has the labels of the application, for as long as it runs',
    [service(), workload('Deployment', 'web', declares(8080)), workload('Job', 'seed', declares(9090))].map(
      manifest,
    ),
  ],
];

test('there are at least thirty', () => {
  expect(new Set(patterns.map(([name]) => name)).size).toBeGreaterThanOrEqual(30);
});

test.each(patterns)('%s', async (_, objects) => {
  const { findings, services } = await evaluateObjects(...objects);
  expect(findings.filter(({ severity }) => severity !== 'info').map(({ message }) => message)).toEqual([]);
  for (const { status, name } of services)
    expect([name, name === 'web' && status === 'Unavailable' ? 'scaled' : status]).toEqual([
      name,
      expect.stringMatching(/^(Healthy|ExternalName|scaled)$/),
    ]);
});
