/** For each rule, a minimal cluster with Service web in which it finds something. */
import { publish } from './controllers.ts';
import {
  CONTROLLER,
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
} from './objects.ts';

const n1 = node();
const second = { ips: ['10.0.0.2'] };
const external = selectorless();
const alias = (externalName: string, spec: object = {}) =>
  selectorless({ type: 'ExternalName', externalName, ...spec });
const of = (ips: string[], target: string, conditions: 'TTF' | 'FFF' = 'TTF') =>
  ips.map((ip) =>
    endpoint(ip, conditions, {
      nodeName: 'n1',
      targetRef: { kind: 'Pod', namespace: 'default', name: target },
    }),
  );
const controlled = (target: string, conditions: 'TTF' | 'FFF' = 'TTF') => [
  slice(of(['10.0.0.1'], target, conditions), { managedBy: CONTROLLER }),
  endpoints([subset(['10.0.0.1'])]),
];
const ownedBy = (name: string, ip: string, shape: object = {}) =>
  pod(name, {
    ...shape,
    ips: [ip],
    metadata: { ownerReferences: [{ kind: 'StatefulSet', name, uid: '1', controller: true }] },
  });

export const EXAMPLES: Record<string, Raw[]> = {
  'selector-matches-no-pods': publish(service(), n1, pod('b1', { labels: { app: 'b' } })),
  'pod-not-ready': publish(service(), n1, pod('a1', { ready: 'False' })),
  'target-port-unresolved': publish(service(toNamed()), n1, pod()),
  'node-missing': publish(service(), n1, pod('a1', { node: 'gone' })),
  'pod-not-published': [service(), n1, pod(), slice(null, { managedBy: CONTROLLER }), endpoints([])],
  'readiness-out-of-date': [service(), n1, pod(), ...controlled('a1', 'FFF')],
  'stale-address': [
    service(),
    n1,
    pod('a1', second),
    ...publish(service(), n1, pod('a1', second)).slice(3),
    slice(of(['10.0.0.9'], 'gone'), { managedBy: CONTROLLER }),
  ],
  'endpoints-frozen': [external, n1, pod(), ...controlled('a1')],
  'endpoints-missing': [external],
  'endpoints-not-mirrored': [external, endpoints([subset(['192.0.2.1'])])],
  'endpointslice-not-routable': [external, slice([endpoint('db.example.com')], { addressType: 'FQDN' })],
  'wrong-pods-selected': publish(
    service(),
    n1,
    ownedBy('a1', '10.0.0.1', { ports: [{ containerPort: 8080 }] }),
    ownedBy('a2', '10.0.0.2', { ports: [{ containerPort: 9090 }] }),
  ),
  'endpoints-shadowed': [
    ...publish(service(), n1, pod()).filter(({ kind }) => kind !== 'Endpoints'),
    endpoints([subset(['192.0.2.1'])]),
  ],
  'stateful-set-without-names': publish(
    service(),
    n1,
    {
      ...workload('StatefulSet', 'db', { labels: { app: 'b' } }),
      spec: { serviceName: 'web', template: { metadata: { labels: { app: 'b' } } } },
    },
    pod(),
  ),
  'ingress-class-missing': [
    ...publish(service(), n1, pod()),
    ingress('shop', [{ service: { name: 'web', port: { number: 80 } } }], { ingressClassName: 'x' }),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx', uid: 'nginx' },
      spec: { controller: 'x' },
    },
  ],
  'network-policy-peer-matches-nobody': publish(
    service(),
    n1,
    pod(),
    networkPolicy('np', { ingress: [{ from: [{ podSelector: { matchLabels: { app: 'x' } } }] }] }),
  ),
  'probe-port-undeclared': publish(
    service(),
    n1,
    pod('a1', { containers: [{ name: 'main', readinessProbe: { httpGet: { port: 'web' } } }] }),
  ),
  'endpoint-is-cluster-ip': [external, slice([endpoint('10.96.0.7')])],
  'endpoint-listed-twice': [external, slice([endpoint('192.0.2.1', 'Tuu'), endpoint('192.0.2.1', 'Fuu')])],
  'endpoint-without-node': [external, n1, pod(), slice([endpoint('10.0.0.1')])],
  'load-balancer-nodes-excluded': publish(
    {
      ...service({ type: 'LoadBalancer' }),
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.9' }] } },
    },
    {
      ...n1,
      metadata: {
        ...n1.metadata,
        labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': '' },
      },
    },
    pod(),
  ),
  'external-name-ports-ignored': [alias('a.example', { ports: [{ port: 80, targetPort: 8080 }] })],
  'port-dropped-by-apply': publish(
    service(
      {},
      {
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration':
            '{"spec":{"ports":[{"port":80,"targetPort":8080},{"port":80,"protocol":"UDP"}]}}',
        },
      },
    ),
    n1,
    pod(),
  ),
  'traffic-distribution-ineffective': publish(service({ trafficDistribution: 'PreferClose' }), n1, pod()),
  'port-name-mismatch': [external, slice([endpoint('192.0.2.1')], { ports: [{ name: 'x', port: 8080 }] })],
  'only-terminating-endpoints': publish(service(), n1, pod('a1', { deleted: true })),
  'ip-family-unserved': publish(service(), n1, pod('a1', { ips: ['fd00::1'] })),
  'node-not-ready': publish(service(), node('n1', { ready: 'False' }), pod()),
  'nodes-without-local-endpoints': publish(
    service({ internalTrafficPolicy: 'Local' }),
    n1,
    node('n2'),
    pod(),
  ),
  'network-policy-admits-nobody': publish(service(), n1, pod(), networkPolicy('np')),
  'protocol-mismatch': publish(
    service(),
    n1,
    pod('a1', { ports: [{ containerPort: 8080, protocol: 'UDP' }] }),
  ),
  'endpoints-truncated': [
    service(),
    n1,
    pod(),
    ...publish(service(), n1, pod()).filter(({ kind }) => kind === 'EndpointSlice'),
    endpoints([subset(['10.0.0.1'])], {
      annotations: { 'endpoints.kubernetes.io/over-capacity': 'truncated' },
    }),
  ],
  'load-balancer-pending': publish(service({ type: 'LoadBalancer' }), n1, pod()),
  'external-name-is-ip': [alias('192.0.2.1')],
  'external-name-target-missing': [alias('db.default.svc')],
  'external-name-ignores-selector': [alias('a.example', { selector: { app: 'a' } })],
  'orphan-endpoints': [
    ...publish(service(), n1, pod()),
    slice([endpoint('192.0.2.1')], { name: 'db-1', service: 'db' }),
  ],
  'ingress-backend-missing': [
    ...publish(service(), n1, pod()),
    ingress('shop', [{ service: { name: 'db', port: { number: 80 } } }]),
  ],
  'scaled-to-zero': publish(service(), n1, workload('Deployment', 'web', { replicas: 0 })),
  'selected-pods-not-in-input': [
    manifest(service({ selector: { prometheus: 'k8s' } })),
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Prometheus',
      metadata: { name: 'k8s', namespace: 'default' },
      spec: { replicas: 2 },
    },
  ],
  'endpoints-not-in-input': [manifest(external)],
  'ingress-backend-not-in-input': [
    manifest(service({ type: 'ExternalName', externalName: 'db.example.com', selector: undefined })),
    manifest(ingress('shop', [{ service: { name: 'gone', port: { number: 80 } } }])),
  ],
  'target-port-undeclared': publish(service(), n1, pod('a1', { ports: [{ containerPort: 9090 }] })),
  'port-number-differs': [external, slice([endpoint('192.0.2.1')], { ports: [{ name: '', port: 9090 }] })],
  'headless-port-differs': publish(service(headless), n1, pod()),
  'selector-spans-workloads': publish(service(), n1, ownedBy('a1', '10.0.0.1'), ownedBy('a2', '10.0.0.2')),
  'mixed-endpoint-sources': [
    ...publish(service(), n1, pod()),
    slice([endpoint('192.0.2.1')], { name: 'own', managedBy: 'me' }),
  ],
  'service-not-proxied': publish(
    service({}, { labels: { 'service.kubernetes.io/service-proxy-name': 'lab' } }),
    n1,
    pod(),
  ),
};
