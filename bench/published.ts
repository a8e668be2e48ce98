/** The Endpoints and EndpointSlices that the controllers publish for a Service. */
import type { V1Endpoint, V1EndpointSlice, V1Endpoints, V1Pod, V1Service } from '@kubernetes/client-node';
import { since } from './pod.ts';
import { recordedMetadata } from './recorded.ts';

/** kube-controller-manager's default for --max-endpoints-per-slice. */
const ENDPOINTS_PER_SLICE = 100;

const PORTS = [
  { name: 'http', port: 8080, protocol: 'TCP' },
  { name: 'metrics', port: 9090, protocol: 'TCP' },
];

export function endpointsFor({ metadata }: V1Service, pods: readonly V1Pod[], nth: number): V1Endpoints {
  const addressesOf = (ready: boolean) => pods.filter((pod) => isReady(pod) === ready).map(addressOf);
  const [addresses, notReadyAddresses] = [addressesOf(true), addressesOf(false)];
  const subset = {
    ...(addresses.length > 0 && { addresses }),
    ...(notReadyAddresses.length > 0 && { notReadyAddresses }),
    ports: PORTS,
  };
  const { name = '', namespace = '', labels } = metadata ?? {};
  const written = {
    ...{ name, namespace },
    annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': `${since}` },
    labels: { ...labels, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' },
  };
  return {
    ...{ apiVersion: 'v1', kind: 'Endpoints' },
    metadata: recordedMetadata(written, 'Endpoints', nth),
    subsets: pods.length > 0 ? [subset] : [],
  };
}

/** @param zoneOf the zone of a Node by its name */
export function slicesFor(
  service: V1Service,
  pods: readonly V1Pod[],
  nth: number,
  zoneOf: (node: string) => string,
): V1EndpointSlice[] {
  const count = Math.ceil(pods.length / ENDPOINTS_PER_SLICE);
  return Array.from({ length: count }, (_, index) => {
    const held = pods.slice(index * ENDPOINTS_PER_SLICE, (index + 1) * ENDPOINTS_PER_SLICE);
    const endpoints = held.map((pod) => endpointOf(pod, zoneOf(pod.spec?.nodeName ?? '')));
    const metadata = recordedMetadata(sliceMetadata(service, index), 'EndpointSlice', nth * 1000 + index);
    return {
      ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
      ...{ addressType: 'IPv4', endpoints, metadata, ports: PORTS },
    };
  });
}

function sliceMetadata({ metadata }: V1Service, index: number) {
  const { name = '', namespace = '', labels, uid = '' } = metadata ?? {};
  return {
    ...{ name: `${name}-${index.toString(36).padStart(5, '0')}`, generateName: `${name}-`, namespace },
    annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': `${since}` },
    generation: 1,
    labels: {
      ...labels,
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      'kubernetes.io/service-name': name,
    },
    ownerReferences: [
      { apiVersion: 'v1', blockOwnerDeletion: true, controller: true, kind: 'Service', name, uid },
    ],
  };
}

function endpointOf(pod: V1Pod, zone: string): V1Endpoint {
  const { ip, ...where } = addressOf(pod);
  const ready = isReady(pod);
  return { addresses: [ip], conditions: { ready, serving: ready, terminating: false }, zone, ...where };
}

function addressOf({ metadata, spec, status }: V1Pod) {
  const { name = '', namespace = '', uid = '' } = metadata ?? {};
  const targetRef = { kind: 'Pod', name, namespace, uid };
  return { ip: status?.podIP ?? '', nodeName: spec?.nodeName ?? '', targetRef };
}

const isReady = ({ status }: V1Pod) =>
  status?.conditions?.some(({ type, status: holds }) => type === 'Ready' && holds === 'True') ?? false;
