/** Builders of objects for a real API server. */
import type {
  KubernetesObject,
  V1Container,
  V1ContainerPort,
  V1Deployment,
  V1EndpointSlice,
  V1EndpointSubset,
  V1Endpoints,
  V1Node,
  V1Pod,
  V1Service,
  V1ServiceSpec,
} from '@kubernetes/client-node';

export type Labels = Record<string, string>;

/** The Nodes of the control plane: all Ready, each in its own zone. */
export const nodes = ['node-a', 'node-b', 'node-c'] as const;

/** By default selects `app: NAME` and maps port 80 to 8080. */
export const service = (name: string, spec: V1ServiceSpec = {}, labels: Labels = {}): V1Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, labels },
  spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
});

/** A Service without selector, whose Endpoints are hand-written. */
export const selectorless = (name: string, spec: V1ServiceSpec = {}): V1Service => {
  const { selector: _, ...rest } = service(name, spec).spec ?? {};
  return { ...service(name), spec: rest };
};

interface PodShape {
  app: string;
  /** Empty if none is assigned yet. */
  ip: string;
  node?: string;
  ready?: boolean;
  ports?: V1ContainerPort[];
  /** The reason why its container waits. */
  waiting?: string;
}

/** A Pod with the status of a kubelet: its container runs and is Ready by default. */
export function pod(name: string, shape: PodShape): V1Pod {
  const { app, ip, node = nodes[0], ready = !shape.waiting, ports = [], waiting } = shape;
  const container = { name: 'app', image: 'registry.example/app', ports };
  const state = waiting ? { waiting: { reason: waiting } } : { running: { startedAt: new Date() } };
  const condition = (type: string, holds: boolean) => ({
    type,
    status: holds ? 'True' : 'False',
    lastTransitionTime: new Date(),
  });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app } },
    spec: {
      nodeName: node,
      schedulerName: 'none',
      automountServiceAccountToken: false,
      containers: [container],
    },
    status: {
      phase: 'Running',
      conditions: [
        condition('PodScheduled', true),
        condition('Initialized', true),
        condition('ContainersReady', ready),
        condition('Ready', ready),
      ],
      ...(ip && { podIP: ip, podIPs: [{ ip }] }),
      containerStatuses: [
        {
          name: 'app',
          image: container.image,
          imageID: '',
          ready,
          started: !waiting,
          restartCount: 0,
          state,
        },
      ],
    },
  };
}

export const deployment = (name: string, replicas: number): V1Deployment => {
  const containers: V1Container[] = [{ name: 'app', image: 'registry.example/app' }];
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
};

export const endpoints = (
  name: string,
  subset: V1EndpointSubset | null,
  labels: Labels = {},
): V1Endpoints => ({
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name, labels },
  subsets: subset ? [subset] : [],
});

/** A hand-written slice; its Service may be null. */
export const endpointSlice = (
  name: string,
  ofService: string | null,
  slice: Pick<V1EndpointSlice, 'addressType' | 'endpoints' | 'ports'>,
): V1EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name, ...(ofService && { labels: { 'kubernetes.io/service-name': ofService } }) },
  ...slice,
});

/** The address of one of the Nodes. */
export const addressOf = (name: (typeof nodes)[number]) => `192.168.0.${11 + nodes.indexOf(name)}`;

export const node = (name: (typeof nodes)[number], zone: string): V1Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': zone } },
  status: {
    addresses: [{ type: 'InternalIP', address: addressOf(name) }],
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: new Date() }],
  },
});

/** The API path of the objects of a kind: `/api/v1/namespaces/shop/services`. */
export function collection({ apiVersion, kind }: KubernetesObject, namespace: string | null): string {
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const plural = `${kind}`
    .toLowerCase()
    .replace(/ss$/, 'sse')
    .replace(/([^s])$/, '$1s');
  return namespace ? `${root}/namespaces/${namespace}/${plural}` : `${root}/${plural}`;
}
