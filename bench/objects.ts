/** What a benchmark's cluster is made of: Services with Pods behind them, a hundredth of which crash. */
import type { V1Namespace, V1Node, V1Pod, V1Service } from '@kubernetes/client-node';

export interface Size {
  services: number;
  pods: number;
  /** Pods of one bare container instead of what a chart makes of them. */
  compact: boolean;
}

const SERVICES_PER_NAMESPACE = 20;
const PODS_PER_NODE = 200;
const CRASHING = 100;

const since = '2026-01-01T00:00:00Z';

export function namespaces({ services }: Size): V1Namespace[] {
  const count = Math.ceil(services / SERVICES_PER_NAMESPACE);
  return Array.from({ length: count }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: `team-${index}` },
  }));
}

export function nodes({ pods }: Size): V1Node[] {
  return Array.from({ length: Math.ceil(pods / PODS_PER_NODE) }, (_, index) => ({
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

export function services({ services }: Size): V1Service[] {
  return Array.from({ length: services }, (_, index) => ({
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

export function pod(index: number, size: Size): V1Pod {
  const service = index % size.services;
  const crashes = index % CRASHING === CRASHING - 1;
  const condition = (type: string, holds = true) => ({
    type,
    status: holds ? 'True' : 'False',
    lastTransitionTime: since as unknown as Date,
  });
  const state = crashes
    ? { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' } }
    : { running: { startedAt: since as unknown as Date } };
  const podIP = `10.${64 + Math.floor(index / 62_500)}.${Math.floor(index / 250) % 250}.${(index % 250) + 1}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `app-${service}-7d9c5b8f6d-${index.toString(36).padStart(5, '0')}`,
      namespace: namespaceOf(service),
      labels: { ...labelsOf(service), 'pod-template-hash': '7d9c5b8f6d' },
      ...(!size.compact && { annotations: ANNOTATIONS }),
    },
    spec: {
      nodeName: `node-${Math.floor(index / PODS_PER_NODE)}`,
      schedulerName: 'none',
      automountServiceAccountToken: false,
      ...(size.compact ? { containers: [BARE] } : CHARTED),
    },
    status: {
      phase: 'Running',
      conditions: [
        condition('PodScheduled'),
        condition('Initialized'),
        condition('ContainersReady', !crashes),
        condition('Ready', !crashes),
      ],
      podIP,
      podIPs: [{ ip: podIP }],
      hostIP: '192.0.2.10',
      startTime: since as unknown as Date,
      containerStatuses: [
        {
          name: 'app',
          image: 'registry.example/team/app:1.4.2',
          imageID:
            'registry.example/team/app@sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0',
          ready: !crashes,
          started: !crashes,
          restartCount: crashes ? 12 : 0,
          state,
        },
      ],
    },
  };
}

const namespaceOf = (service: number) => `team-${Math.floor(service / SERVICES_PER_NAMESPACE)}`;

const labelsOf = (service: number) => ({
  'app.kubernetes.io/name': `app-${service}`,
  'app.kubernetes.io/part-of': `suite-${service % 7}`,
});

const PORTS = [
  { name: 'http', containerPort: 8080 },
  { name: 'metrics', containerPort: 9090 },
];
const BARE = { name: 'app', image: 'registry.example/team/app:1.4.2', ports: PORTS };

const ANNOTATIONS = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': '9090',
  'checksum/config': '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

const variable = (index: number) => ({ name: `SETTING_${index}`, value: `the value of setting ${index}` });
const secret = (index: number) => ({
  name: `SECRET_${index}`,
  valueFrom: { secretKeyRef: { name: 'app', key: `key-${index}` } },
});

/** Variables, a probe, a volume: what a small chart writes. */
const CHARTED = {
  containers: [
    {
      ...BARE,
      env: [variable(0), variable(1), secret(2)],
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
      readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 10 },
      volumeMounts: [{ name: 'config', mountPath: '/etc/app', readOnly: true }],
    },
  ],
  volumes: [{ name: 'config', configMap: { name: 'app' } }],
};
