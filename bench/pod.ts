import type { V1Pod } from '@kubernetes/client-node';

interface Shape {
  /** Unique in the cluster; gives the address and the suffix of the name. */
  index: number;
  owner: string;
  namespace: string;
  labels: Record<string, string>;
  node: string;
  crashes: boolean;
  compact: boolean;
}

export const since = '2026-01-01T00:00:00Z' as unknown as Date;

/** A Pod as a Deployment creates it, with the status that a kubelet reports. */
export function podOf({ index, owner, namespace, labels, node, crashes, compact }: Shape): V1Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${owner}-${TEMPLATE}-${index.toString(36).padStart(5, '0')}`,
      namespace,
      labels: { ...labels, 'pod-template-hash': TEMPLATE },
      ...(!compact && { annotations: ANNOTATIONS }),
    },
    spec: {
      nodeName: node,
      schedulerName: 'none',
      automountServiceAccountToken: false,
      ...(compact ? { containers: [BARE] } : CHARTED),
    },
    status: statusOf(index, crashes),
  };
}

function statusOf(index: number, crashes: boolean): NonNullable<V1Pod['status']> {
  const condition = (type: string, holds = true) => ({
    type,
    status: holds ? 'True' : 'False',
    lastTransitionTime: since,
  });
  const podIP = `10.${64 + Math.floor(index / 62_500)}.${Math.floor(index / 250) % 250}.${(index % 250) + 1}`;
  return {
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
    startTime: since,
    containerStatuses: [containerStatus(crashes)],
  };
}

const containerStatus = (crashes: boolean) => ({
  name: 'app',
  image: IMAGE,
  imageID:
    'registry.example/team/app@sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0',
  ready: !crashes,
  started: !crashes,
  restartCount: crashes ? 12 : 0,
  state: crashes ? { waiting: CRASHING } : { running: { startedAt: since } },
});

const TEMPLATE = '7d9c5b8f6d';
const IMAGE = 'registry.example/team/app:1.4.2';
const CRASHING = { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' };

const PORTS = [
  { name: 'http', containerPort: 8080 },
  { name: 'metrics', containerPort: 9090 },
];
const BARE = { name: 'app', image: IMAGE, ports: PORTS };

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

/** A Pod of a small chart: variables, a probe, a volume. */
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
