/** Builders of raw objects as an API server returns them. Defaults are the base case of test/join/oracle.test.ts. */

export interface Raw {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    labels?: Record<string, string>;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

type Labels = Record<string, string>;
type Fields = Record<string, unknown>;

function object(apiVersion: string, kind: string, name: string, metadata: Fields, rest: Fields): Raw {
  const recorded = { namespace: 'default', name, uid: `${kind}-${name}`, creationTimestamp: CREATED };
  return { apiVersion, kind, metadata: { ...recorded, ...metadata }, ...rest };
}

export const CREATED = '2026-01-01T00:00:00Z';
export const CHANGED = '2026-01-02T00:00:00Z';

/** Service web: ClusterIP, IPv4, selector app=a, port 80 -> 8080. */
export function service(spec: Fields = {}, metadata: Fields = {}): Raw {
  const base = {
    type: 'ClusterIP',
    clusterIP: '10.96.0.7',
    clusterIPs: ['10.96.0.7'],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    internalTrafficPolicy: 'Cluster',
    sessionAffinity: 'None',
    selector: { app: 'a' },
    // An ExternalName translates no ports.
    ports: [{ port: 80, targetPort: spec.type === 'ExternalName' ? 80 : 8080, protocol: 'TCP' }],
  };
  return object('v1', 'Service', String(metadata.name ?? 'web'), metadata, { spec: { ...base, ...spec } });
}

export const selectorless = (spec: Fields = {}, metadata: Fields = {}) =>
  service({ selector: undefined, ...spec }, metadata);

export const headless = { clusterIP: 'None', clusterIPs: ['None'] };
export const dualStack = {
  ipFamilies: ['IPv4', 'IPv6'],
  ipFamilyPolicy: 'PreferDualStack',
  clusterIPs: ['10.96.0.7', 'fd00::7'],
};

/** A port with a named targetPort. */
export const toNamed = (targetPort = 'http', protocol = 'TCP') => ({
  ports: [{ port: 80, targetPort, protocol }],
});

export interface PodShape {
  labels?: Labels;
  ips?: string[];
  node?: string;
  phase?: string;
  reason?: string;
  /** The status of the condition Ready; null for no such condition. */
  ready?: 'True' | 'False' | 'Unknown' | null;
  deleted?: boolean;
  ports?: Fields[];
  containers?: Fields[];
  initContainers?: Fields[];
  statuses?: Fields[];
  initStatuses?: Fields[];
  conditions?: Fields[];
  gates?: string[];
  namespace?: string;
  metadata?: Fields;
  spec?: Fields;
}

/** Pod a1: Running and Ready, 10.0.0.1 on node n1. */
export function pod(name = 'a1', shape: PodShape = {}): Raw {
  const { ips = ['10.0.0.1'], ready = 'True', node = 'n1', deleted = false } = shape;
  const isReady = ready === null ? [] : [{ type: 'Ready', status: ready, lastTransitionTime: CHANGED }];
  const metadata = {
    labels: shape.labels ?? { app: 'a' },
    ...(shape.namespace ? { namespace: shape.namespace } : {}),
    ...(deleted ? { deletionTimestamp: CHANGED } : {}),
    ...shape.metadata,
  };
  return object('v1', 'Pod', name, metadata, {
    spec: {
      nodeName: node,
      containers: shape.containers ?? [{ name: 'main', ports: shape.ports ?? [] }],
      initContainers: shape.initContainers ?? [],
      readinessGates: (shape.gates ?? []).map((conditionType) => ({ conditionType })),
      ...shape.spec,
    },
    status: {
      phase: shape.phase ?? 'Running',
      reason: shape.reason,
      podIP: ips[0],
      podIPs: ips.map((ip) => ({ ip })),
      containerStatuses: shape.statuses,
      initContainerStatuses: shape.initStatuses,
      conditions: [...isReady, ...(shape.conditions ?? [])],
    },
  });
}

export function node(name = 'n1', { zone = 'za', ready = 'True' } = {}): Raw {
  const labels = zone === '' ? {} : { 'topology.kubernetes.io/zone': zone };
  const status = { conditions: [{ type: 'Ready', status: ready }] };
  return object('v1', 'Node', name, { namespace: undefined, labels }, { status });
}

/** A subset of Endpoints: `10.0.0.1` is ready, `!10.0.0.1` is not. */
export function subset(ips: string[], ports: Fields[] | undefined = [{ port: 8080 }]): Fields {
  const having = (down: boolean) => ips.filter((ip) => ip.startsWith('!') === down);
  return {
    addresses: having(false).map((ip) => ({ ip })),
    notReadyAddresses: having(true).map((ip) => ({ ip: ip.slice(1) })),
    ports,
  };
}

export function endpoints(subsets: Fields[] | null, metadata: Fields = {}): Raw {
  return object('v1', 'Endpoints', String(metadata.name ?? 'web'), metadata, { subsets });
}

export type Conditions = `${'T' | 'F' | 'u'}${'T' | 'F' | 'u'}${'T' | 'F' | 'u'}`;

/** @param conditions ready, serving and terminating, each T, F or u(nset) */
export function endpoint(
  addresses: string | string[],
  conditions: Conditions = 'uuu',
  more: Fields = {},
): Fields {
  const [ready, serving, terminating] = [...conditions].map((letter) =>
    letter === 'u' ? undefined : letter === 'T',
  );
  return { addresses: [addresses].flat(), conditions: { ready, serving, terminating }, ...more };
}

interface SliceShape {
  name?: string;
  service?: string;
  managedBy?: string;
  addressType?: string;
  ports?: Fields[] | null;
  labels?: Labels;
  owner?: string;
  metadata?: Fields;
}

export const CONTROLLER = 'endpointslice-controller.k8s.io';
export const MIRRORING = 'endpointslicemirroring-controller.k8s.io';

/** A slice of Service web with port 8080; hand-written unless `managedBy` is set. */
export function slice(endpoints: Fields[] | null, shape: SliceShape = {}): Raw {
  const {
    name = 'web-1',
    service = 'web',
    managedBy,
    ports = [{ name: '', port: 8080, protocol: 'TCP' }],
  } = shape;
  const labels = {
    ...(service === '' ? {} : { 'kubernetes.io/service-name': service }),
    ...(managedBy === undefined ? {} : { 'endpointslice.kubernetes.io/managed-by': managedBy }),
    ...shape.labels,
  };
  const owner = shape.owner ?? (managedBy === CONTROLLER ? `Service-${service}` : undefined);
  const ownerReferences =
    owner === undefined ? [] : [{ kind: 'Service', name: service, uid: owner, controller: true }];
  return object(
    'discovery.k8s.io/v1',
    'EndpointSlice',
    name,
    { labels, ownerReferences, ...shape.metadata },
    {
      addressType: shape.addressType ?? 'IPv4',
      endpoints,
      ports,
    },
  );
}

interface WorkloadShape {
  labels?: Labels;
  replicas?: number;
  ports?: Fields[];
  containers?: Fields[];
  conditions?: Fields[];
  metadata?: Fields;
}

export function workload(kind: string, name: string, shape: WorkloadShape = {}): Raw {
  const containers = shape.containers ?? [{ name: 'main', ports: shape.ports ?? [] }];
  const template = { metadata: { labels: shape.labels ?? { app: 'a' } }, spec: { containers } };
  const spec = { replicas: shape.replicas, template };
  const [apiVersion, wrapped] =
    kind === 'CronJob'
      ? ['batch/v1', { jobTemplate: { spec } }]
      : [kind === 'Job' ? 'batch/v1' : kind === 'ReplicationController' ? 'v1' : 'apps/v1', spec];
  const status = { conditions: shape.conditions ?? [] };
  return object(apiVersion, kind, name, shape.metadata ?? {}, { spec: wrapped, status });
}

export function event(about: Raw, reason: string, message: string, lastTimestamp = CHANGED): Raw {
  const { name, namespace } = about.metadata;
  return object(
    'v1',
    'Event',
    `${name}.${reason}.${lastTimestamp}`,
    {},
    {
      involvedObject: { kind: about.kind, namespace, name },
      type: 'Warning',
      reason,
      message,
      lastTimestamp,
    },
  );
}

/** An object as in a manifest, without the fields that an API server sets. */
export function manifest({ metadata, status: _, spec, ...object }: Raw): Raw {
  const { uid: __, creationTimestamp: ___, ownerReferences: ____, namespace: _____, ...written } = metadata;
  const {
    clusterIPs: a,
    ipFamilies: b,
    ipFamilyPolicy: c,
    nodeName: d,
    ...intended
  } = (spec ?? {}) as Fields;
  if (intended.clusterIP !== 'None') delete intended.clusterIP;
  return { ...object, metadata: written as Raw['metadata'], ...(spec ? { spec: intended } : {}) };
}

/** By default a policy that denies all ingress to all Pods of the namespace. */
export function networkPolicy(name: string, spec: Fields = {}, metadata: Fields = {}): Raw {
  const base = { podSelector: {}, policyTypes: ['Ingress'], ingress: [] };
  return object('networking.k8s.io/v1', 'NetworkPolicy', name, metadata, { spec: { ...base, ...spec } });
}

/** An Ingress with one path per backend. */
export function ingress(name: string, backends: Fields[], spec: Fields = {}, metadata: Fields = {}): Raw {
  const paths = backends.map((backend, index) => ({ path: `/${index}`, pathType: 'Prefix', backend }));
  const rules = backends.length === 0 ? [] : [{ host: 'shop.example', http: { paths } }];
  return object('networking.k8s.io/v1', 'Ingress', name, metadata, { spec: { rules, ...spec } });
}
