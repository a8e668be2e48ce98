/** Clusters with a growing number of ports, addresses, slices, Pods or paths in one Service or Ingress. */
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
  workload,
} from './objects.ts';

const nameOf = (index: number) => `x${String(index).padStart(5, '0')}`;
const ip = (index: number) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));

const named = (count: number, more: object = {}) =>
  many(count, (i) => ({ name: nameOf(i), port: i + 1, targetPort: i + 1, protocol: 'TCP', ...more }));
const resolved = (count: number) =>
  many(count, (i) => ({ name: nameOf(i), port: i + 1, targetPort: nameOf(i), protocol: 'TCP' }));
const declared = (count: number, protocol = 'TCP') =>
  many(count, (i) => ({ name: nameOf(i), containerPort: i + 1, protocol }));
const listed = (count: number) => many(count, (i) => ({ name: nameOf(i), port: i + 1, protocol: 'TCP' }));
const pods = (count: number, shape: object = {}) =>
  many(count, (i) => pod(nameOf(i), { ips: [ip(i)], ...shape }));

const staleSlices = (count: number) =>
  many(count, (i) => {
    const targetRef = { kind: 'Pod', name: nameOf(i), namespace: 'default' };
    return slice([endpoint(ip(i), 'TTF', { targetRef })], { name: nameOf(i), managedBy: CONTROLLER });
  });

const FEW = 4;

/** The name of the case, the rule that must find something (or empty), and the objects. */
export const GROWTH_CASES: [what: string, rule: string, make: (count: number) => Raw[]][] = [
  ['ports of a Service', '', (n) => publish(service({ ports: named(n) }), node(), ...pods(FEW))],
  [
    'ports of a Service that Pods declare by name',
    '',
    (n) => publish(service({ ports: resolved(n) }), node(), ...pods(FEW, { ports: declared(n) })),
  ],
  [
    'ports of a Service that no Pod declares',
    'target-port-unresolved',
    (n) => publish(service({ ports: resolved(n) }), node(), ...pods(FEW, { ports: declared(n, 'UDP') })),
  ],
  [
    'ports of a Service that are declared for another protocol',
    'protocol-mismatch',
    (n) => publish(service({ ports: named(n) }), node(), ...pods(FEW, { ports: declared(n, 'UDP') })),
  ],
  [
    'ports of a headless Service',
    '',
    (n) => publish(service({ ...headless, ports: named(n) }), node(), ...pods(FEW)),
  ],
  [
    'ports of a Service that nobody selects',
    'selector-matches-no-pods',
    (n) => [service({ ports: named(n) }), node()],
  ],
  [
    'ports that no NetworkPolicy admits',
    'network-policy-admits-nobody',
    (n) =>
      publish(
        service({ ports: named(n) }),
        node(),
        networkPolicy('deny', {
          ingress: many(n, (i) => ({ ports: [{ port: 30_000 + i, protocol: 'TCP' }] })),
        }),
        ...pods(FEW),
      ),
  ],
  [
    'ports of Endpoints by hand',
    '',
    (n) => publish(selectorless({ ports: named(n) }), endpoints([subset(many(FEW, ip), listed(n))])),
  ],
  [
    'ports of Endpoints in a manifest',
    '',
    (n) => [
      manifest(selectorless({ ports: named(n) })),
      manifest(endpoints([subset(many(FEW, ip), listed(n))])),
    ],
  ],
  [
    'ports that slices by hand name otherwise',
    'port-name-mismatch',
    (n) => [
      selectorless({ ports: named(n, { protocol: 'UDP' }) }),
      slice(
        many(FEW, (i) => endpoint(ip(i))),
        { ports: listed(n) },
      ),
    ],
  ],
  [
    'ports of terminating endpoints',
    'only-terminating-endpoints',
    (n) => publish(service({ ports: named(n) }), node(), ...pods(FEW, { deleted: true })),
  ],
  ['addresses of a slice', '', (n) => [selectorless(), slice(many(n, (i) => endpoint(ip(i))))]],
  ['addresses of an endpoint', '', (n) => [selectorless(), slice([endpoint(many(n, ip))])]],
  [
    'slices of a Service',
    '',
    (n) => [selectorless(), ...many(n, (i) => slice([endpoint(ip(i))], { name: nameOf(i) }))],
  ],
  [
    'slices that kube-proxy ignores',
    'endpointslice-not-routable',
    (n) => [
      selectorless(),
      ...many(n, (i) => slice([endpoint([ip(2 * i), ip(2 * i + 1)])], { name: nameOf(i) })),
    ],
  ],
  [
    'slices that the controller has left',
    'endpoints-frozen',
    (n) => [
      selectorless(),
      ...many(n, (i) => slice([endpoint(ip(i))], { name: nameOf(i), managedBy: CONTROLLER })),
    ],
  ],
  ['slices whose Pods are gone', 'stale-address', (n) => [service(), ...staleSlices(n)]],
  [
    'addresses of a subset of Endpoints',
    '',
    (n) => publish(selectorless(), endpoints([subset(many(n, ip))])),
  ],
  ['subsets of Endpoints', '', (n) => publish(selectorless(), endpoints(many(n, (i) => subset([ip(i)]))))],
  ['Pods of a Service', '', (n) => publish(service(), node(), ...pods(n))],
  ['Pods with one address', '', (n) => publish(service(), node(), ...pods(n, { ips: ['10.0.0.1'] }))],
  [
    'Pods that are not published',
    'pod-not-published',
    (n) => [service(), node(), slice(null, { managedBy: CONTROLLER }), ...pods(n)],
  ],
  [
    'Pods with an address that the API refuses',
    'pod-not-published',
    (n) => [
      service(),
      node(),
      slice(null, { managedBy: CONTROLLER }),
      ...many(n, (i) => pod(nameOf(i), { ips: [`169.254.${i >> 8}.${i & 255}`] })),
    ],
  ],
  [
    'Pods that resolve a port to numbers of their own',
    '',
    (n) =>
      publish(
        service({ ports: [{ port: 80, targetPort: 'http' }] }),
        node(),
        ...many(n, (i) => pod(nameOf(i), { ips: [ip(i)], ports: [{ name: 'http', containerPort: i + 1 }] })),
      ),
  ],
  [
    'Pods with a port of another name, so that a fix is tried',
    'target-port-unresolved',
    (n) =>
      publish(
        service({ ports: [{ port: 80, targetPort: 'http' }] }),
        node(),
        ...pods(n, { ports: [{ name: 'web', containerPort: 8080 }] }),
      ),
  ],
  [
    'Pods of workloads of their own',
    'selector-spans-workloads',
    (n) =>
      publish(
        service(),
        node(),
        ...many(n, (i) =>
          pod(nameOf(i), {
            ips: [ip(i)],
            metadata: { ownerReferences: [{ kind: 'Deployment', name: nameOf(i), controller: true }] },
          }),
        ),
        ...many(n, (i) => workload('Deployment', nameOf(i))),
      ),
  ],
  [
    'paths of an Ingress to ports of a Service',
    '',
    (n) =>
      publish(
        service({ ports: named(n) }),
        node(),
        pod(),
        ingress(
          'shop',
          many(n, (i) => ({ service: { name: 'web', port: { number: i + 1 } } })),
        ),
      ),
  ],
  [
    'paths of an Ingress to ports that there are not',
    'ingress-backend-missing',
    (n) =>
      publish(
        service({ ports: named(n) }),
        node(),
        pod(),
        ingress(
          'shop',
          many(n, (i) => ({ service: { name: 'web', port: { number: 30_000 + i } } })),
        ),
      ),
  ],
  [
    'paths of an Ingress to stale addresses',
    'stale-address',
    (n) => [
      service(),
      ...staleSlices(n),
      ingress(
        'shop',
        many(n, () => ({ service: { name: 'web', port: { number: 80 } } })),
      ),
    ],
  ],
  [
    'Ingresses that lead nowhere',
    'ingress-backend-missing',
    (n) => [
      service(),
      ...many(n, (i) => ingress(nameOf(i), [{ service: { name: 'gone', port: { number: 80 } } }])),
    ],
  ],
];
