/** Services and Pods for a real node. */
import type { KubernetesObject, V1Pod, V1Probe, V1ServiceSpec } from '@kubernetes/client-node';
import { endpointSlice, endpoints, type Labels, selectorless, service } from '../live-objects.ts';
import { IMAGE, NODE } from './real-node.ts';

interface PodShape {
  /** `sh` runs it. */
  command?: string;
  readinessProbe?: V1Probe;
  restartPolicy?: string;
  gracePeriod?: number;
}

const SERVE = 'exec httpd -f -p 8080';
const REFUSED: V1Probe = { tcpSocket: { port: 1 }, periodSeconds: 1 };

/** A Pod that answers with its name on port 8080. */
function server(name: string, labels: Labels, shape: PodShape = {}): V1Pod {
  const { command = SERVE, readinessProbe, restartPolicy = 'Always', gracePeriod = 1 } = shape;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name, ...labels } },
    spec: {
      nodeName: NODE,
      restartPolicy,
      terminationGracePeriodSeconds: gracePeriod,
      automountServiceAccountToken: false,
      containers: [
        {
          name: 'server',
          image: IMAGE,
          imagePullPolicy: 'Never',
          command: ['sh', '-c', `hostname >index.html; ${command}`],
          ports: [{ name: 'http', containerPort: 8080 }],
          ...(readinessProbe && { readinessProbe }),
        },
      ],
    },
  };
}

export const PODS: readonly V1Pod[] = [
  server('web-0', { app: 'web', pair: 'first' }),
  server('web-1', { app: 'web' }),
  server('two-ports', {}, { command: `httpd -p 9090; ${SERVE}` }),
  server('loopback', {}, { command: 'exec httpd -f -p 127.0.0.1:8080' }),
  server('failing', { pair: 'first' }, { readinessProbe: REFUSED }),
  server('next', { app: 'job' }),
  server('finished', { app: 'job' }, { command: 'httpd -p 8080; sleep 2', restartPolicy: 'Never' }),
  server('crashing', {}, { command: 'exit 1', readinessProbe: REFUSED }),
  // BusyBox as process 1 ignores SIGTERM.
  server('leaving', { shift: 'any' }, { gracePeriod: 300 }),
  server('staying', { shift: 'any' }),
];

/** Deleted once it is ready, and then terminating for as long as the tests run. */
export const LEAVING = 'leaving';

const selects = (selector: Labels, spec: V1ServiceSpec = {}) => ({ selector, ...spec });
const web = { app: 'web' };
const to = (targetPort: number | string) => ({ ports: [{ port: 80, targetPort }] });

export const CLUSTER_IP_OF_WEB = '10.96.0.80';
/** TEST-NET-1 (RFC 5737): nobody answers there. */
const DEAD = '192.0.2.10';

/** @param addresses the addresses of the Pods */
export const services = (addresses: ReadonlyMap<string, string>): KubernetesObject[] => [
  service('web', selects(web, { ...to('http'), clusterIP: CLUSTER_IP_OF_WEB })),
  service('both-families', selects(web, { ...to('http'), ipFamilyPolicy: 'PreferDualStack' })),
  service('affinity', selects(web, { ...to('http'), sessionAffinity: 'ClientIP' })),
  service('local', selects(web, { ...to('http'), internalTrafficPolicy: 'Local' })),
  service('node-port', selects(web, { ...to('http'), type: 'NodePort', externalTrafficPolicy: 'Local' })),
  service('headless', selects(web, { ...to('http'), clusterIP: 'None' })),
  service('nobody-listens', selects(web, to(9999))),
  service('no-such-port', selects(web, to('grpc'))),
  service('nothing-selected', selects({ app: 'absent' })),
  service(
    'two-ports',
    selects(
      { app: 'two-ports' },
      {
        ports: [
          { name: 'http', port: 80, targetPort: 8080 },
          { name: 'admin', port: 81, targetPort: 9090 },
          { name: 'closed', port: 82, targetPort: 7777 },
        ],
      },
    ),
  ),
  service('loopback', selects({ app: 'loopback' })),
  service('one-fails', selects({ pair: 'first' })),
  service('all-fail', selects({ app: 'failing' })),
  service('published', selects({ app: 'failing' }, { publishNotReadyAddresses: true })),
  service('published-crashing', selects({ app: 'crashing' }, { publishNotReadyAddresses: true })),
  service('job', selects({ app: 'job' })),
  service('leaving', selects({ app: 'leaving' })),
  service('shift', selects({ shift: 'any' })),
  selectorless('by-hand'),
  endpoints('by-hand', { addresses: [{ ip: addresses.get('web-0') ?? '' }], ports: [{ port: 8080 }] }),
  selectorless('dead'),
  endpoints('dead', { addresses: [{ ip: DEAD }], ports: [{ port: 8080 }] }),
  selectorless('slice-not-ready'),
  endpointSlice('slice-not-ready', 'slice-not-ready', {
    addressType: 'IPv4',
    endpoints: [
      { addresses: [addresses.get('web-0') ?? ''], conditions: { ready: false } },
      { addresses: [addresses.get('web-1') ?? ''] },
    ],
    ports: [{ name: '', port: 8080, protocol: 'TCP' }],
  }),
  selectorless('to-cluster-ip'),
  endpointSlice('to-cluster-ip', 'to-cluster-ip', {
    addressType: 'IPv4',
    endpoints: [{ addresses: [CLUSTER_IP_OF_WEB] }],
    ports: [{ name: '', port: 80, protocol: 'TCP' }],
  }),
  selectorless('listed-twice'),
  ...[true, false].map((ready) =>
    endpointSlice(`listed-twice-${ready}`, 'listed-twice', {
      addressType: 'IPv4',
      endpoints: [{ addresses: [addresses.get('web-0') ?? ''], conditions: { ready } }],
      ports: [{ name: '', port: 8080, protocol: 'TCP' }],
    }),
  ),
  selectorless('local-to-no-node', { internalTrafficPolicy: 'Local' }),
  endpointSlice('local-to-no-node', 'local-to-no-node', {
    addressType: 'IPv4',
    endpoints: [{ addresses: [addresses.get('web-0') ?? ''] }],
    ports: [{ name: '', port: 8080, protocol: 'TCP' }],
  }),
];
