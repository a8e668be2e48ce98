/** Adds the defaults and metadata of an API server to objects, as kubectl shows them. */
import type { V1Container, V1Node, V1ObjectMeta, V1Pod, V1Service, V1Volume } from '@kubernetes/client-node';
import { since } from './pod.ts';

const KINDS = ['Service', 'Endpoints', 'EndpointSlice', 'Node', 'Pod'] as const;

/** @param nth unique among the objects of a kind */
export const recordedMetadata = (
  metadata: V1ObjectMeta | undefined,
  kind: (typeof KINDS)[number],
  nth: number,
): V1ObjectMeta => ({
  ...metadata,
  creationTimestamp: since,
  resourceVersion: `${1000 + nth}`,
  uid: `7672e135-e649-4081-${9000 + KINDS.indexOf(kind)}-${`${nth}`.padStart(12, '0')}`,
});

export function recordedService(service: V1Service, nth: number): V1Service {
  const clusterIP = `10.96.${Math.floor(nth / 250)}.${(nth % 250) + 1}`;
  return {
    ...service,
    metadata: recordedMetadata(service.metadata, 'Service', nth),
    spec: {
      ...service.spec,
      ...{ clusterIP, clusterIPs: [clusterIP], type: 'ClusterIP', sessionAffinity: 'None' },
      ...{ internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' },
      ports: (service.spec?.ports ?? []).map((port) => ({ protocol: 'TCP', ...port })),
    },
    status: { loadBalancer: {} },
  };
}

export const recordedNode = (node: V1Node, nth: number): V1Node => ({
  ...node,
  metadata: recordedMetadata(node.metadata, 'Node', nth),
  spec: {},
});

export function recordedPod(pod: V1Pod, nth: number): V1Pod {
  const { containers = [], volumes, ...spec } = pod.spec ?? {};
  const { conditions = [], containerStatuses = [], ...status } = pod.status ?? {};
  return {
    ...pod,
    metadata: { ...recordedMetadata(pod.metadata, 'Pod', nth), generation: 1 },
    spec: {
      ...POD_DEFAULTS,
      ...spec,
      containers: containers.map(withDefaults),
      ...(volumes && { volumes: volumes.map(withMode) }),
    },
    status: {
      ...status,
      conditions: conditions.map((condition) => ({ lastProbeTime: NEVER, ...condition })),
      containerStatuses: containerStatuses.map((one) => ({ lastState: {}, ...one })),
      qosClass: 'Burstable',
    },
  };
}

const NEVER = null as unknown as Date;

const withMode = ({ name, configMap }: V1Volume): V1Volume => ({
  name,
  ...(configMap && { configMap: { defaultMode: 420, ...configMap } }),
});

const withDefaults = ({ ports = [], readinessProbe, ...container }: V1Container) => ({
  imagePullPolicy: 'IfNotPresent',
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  ...container,
  ports: ports.map((port) => ({ protocol: 'TCP', ...port })),
  ...(readinessProbe && { readinessProbe: { ...PROBE_DEFAULTS, ...readinessProbe } }),
});

const PROBE_DEFAULTS = { failureThreshold: 3, successThreshold: 1, timeoutSeconds: 1 };

const tolerated = (key: string) => ({
  effect: 'NoExecute',
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  tolerationSeconds: 300,
});

const POD_DEFAULTS = {
  dnsPolicy: 'ClusterFirst',
  enableServiceLinks: true,
  preemptionPolicy: 'PreemptLowerPriority',
  priority: 0,
  restartPolicy: 'Always',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
  tolerations: [tolerated('not-ready'), tolerated('unreachable')],
};
