/** The objects of a benchmark cluster: Services and their Pods, one in a hundred of which crashes. */
import type { V1Namespace, V1Node, V1Pod, V1Service } from '@kubernetes/client-node';
import { podOf } from './pod.ts';

/** The size of one copy; a cluster can have several copies, each with its own Namespaces, Services and Pods. */
export interface Size {
  services: number;
  pods: number;
  /** Pods with one bare container instead of those that a typical chart creates. */
  compact: boolean;
}

const SERVICES_PER_NAMESPACE = 20;
const PODS_PER_NODE = 200;
const CRASHING = 100;

export function namespaces({ services }: Size, copy = 0): V1Namespace[] {
  return shared(services, SERVICES_PER_NAMESPACE, copy).map((index) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: `team-${index}` },
  }));
}

export function nodes({ pods }: Size, copy = 0): V1Node[] {
  return shared(pods, PODS_PER_NODE, copy).map((index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `node-${index}`,
      labels: {
        'kubernetes.io/hostname': `node-${index}`,
        'topology.kubernetes.io/zone': `zone-${index % 3}`,
      },
    },
    status: { conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }] },
  }));
}

export function services({ services }: Size, copy = 0): V1Service[] {
  return range(copy * services, (copy + 1) * services).map((index) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `app-${index}`, namespace: namespaceOf(index), labels: labelsOf(index) },
    spec: {
      selector: { 'app.kubernetes.io/name': `app-${index}` },
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'metrics', port: 9090, targetPort: 9090 },
      ],
    },
  }));
}

/** Pods are dealt to the Services in turns. */
export function* pods(size: Size, copy = 0): Generator<V1Pod> {
  for (let nth = 0; nth < size.pods; nth += 1) yield podAt(nth, size, copy);
}

export function podAt(nth: number, { services, pods, compact }: Size, copy = 0): V1Pod {
  const service = copy * services + (nth % services);
  const index = copy * pods + nth;
  return podOf({
    index,
    compact,
    owner: `app-${service}`,
    namespace: namespaceOf(service),
    labels: labelsOf(service),
    node: `node-${Math.floor(index / PODS_PER_NODE)}`,
    crashes: index % CRASHING === CRASHING - 1,
  });
}

const namespaceOf = (service: number) => `team-${Math.floor(service / SERVICES_PER_NAMESPACE)}`;

const labelsOf = (service: number) => ({
  'app.kubernetes.io/name': `app-${service}`,
  'app.kubernetes.io/part-of': `suite-${service % 7}`,
});

/** The indexes of the Namespaces or Nodes that a copy adds to those of the copies before it. */
const shared = (count: number, sharers: number, copy: number) =>
  range(Math.ceil((copy * count) / sharers), Math.ceil(((copy + 1) * count) / sharers));

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
