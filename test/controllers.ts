/**
 * What kube-controller-manager 1.36 publishes for Services and Pods, or for Endpoints written by hand. Written
 * from SEMANTICS.md (parts 1-3) and held by its oracle (test/join/oracle.test.ts), not from src/join.
 */
import { CONTROLLER, endpoint, endpoints, MIRRORING, type Raw, slice } from './objects.ts';

interface ServicePort {
  name?: string;
  port: number;
  targetPort?: number | string;
  protocol?: string;
}

interface ServiceSpec {
  type: string;
  clusterIP: string;
  ipFamilies: string[];
  selector?: Record<string, string>;
  ports?: ServicePort[];
  publishNotReadyAddresses?: boolean;
}

interface Container {
  restartPolicy?: string;
  ports?: { name?: string; containerPort: number; protocol?: string }[];
}

interface PodShape {
  metadata: Raw['metadata'];
  spec: { nodeName?: string; containers: Container[]; initContainers?: Container[] };
  status: { phase: string; podIPs?: { ip: string }[]; conditions: { type: string; status: string }[] };
}

type Port = { name: string; port: number; protocol: string };

type Address = { ip: string; targetRef?: { uid?: string } };
type Subset = { addresses?: Address[]; notReadyAddresses?: Address[]; ports?: Partial<Port>[] };

/** The objects, and beside them what the controllers make of them. */
export function publish(...objects: Raw[]): Raw[] {
  const services = objects.filter(({ kind }) => kind === 'Service');
  return [...objects, ...services.flatMap((service) => publishFor(service, objects))];
}

function publishFor(service: Raw, objects: Raw[]): Raw[] {
  const spec = service.spec as ServiceSpec;
  const { name, namespace } = service.metadata;
  const selector = Object.entries(spec.selector ?? {});
  if (selector.length === 0) {
    const written = objects.find(
      ({ kind, metadata }) =>
        kind === 'Endpoints' && metadata.name === name && metadata.namespace === namespace,
    );
    return written ? mirrored(written) : [];
  }
  if (spec.type === 'ExternalName') return [];
  const pods = objects
    .filter(({ kind, metadata }) => kind === 'Pod' && metadata.namespace === namespace)
    .filter(({ metadata }) => selector.every(([key, value]) => metadata.labels?.[key] === value))
    .map((pod) => pod as unknown as PodShape)
    .filter(({ status }) => !/Succeeded|Failed/.test(status.phase) && (status.podIPs ?? []).length > 0);
  const nodes = new Set(objects.filter(({ kind }) => kind === 'Node').map(({ metadata }) => metadata.name));
  return [endpointsOf(service, spec, pods), ...slicesOf(service, spec, pods, nodes)];
}

function endpointsOf({ metadata }: Raw, spec: ServiceSpec, pods: PodShape[]): Raw {
  const subsets = pods.flatMap((pod) => {
    const ip = addressOf(pod, spec.ipFamilies[0]);
    const ports = portsIn(pod, spec);
    const leaves = pod.metadata.deletionTimestamp !== undefined && !spec.publishNotReadyAddresses;
    if (ip === undefined || leaves || (ports.length === 0 && spec.ports?.length)) return [];
    const address = { ip, nodeName: pod.spec.nodeName, targetRef: refTo(pod) };
    const list = spec.publishNotReadyAddresses || isReady(pod) ? 'addresses' : 'notReadyAddresses';
    return [{ [list]: [address], ports }];
  });
  return endpoints(subsets, { name: metadata.name, namespace: metadata.namespace });
}

function slicesOf(service: Raw, spec: ServiceSpec, pods: PodShape[], nodes: ReadonlySet<string>): Raw[] {
  const { name, namespace } = service.metadata;
  const everywhere = spec.publishNotReadyAddresses === true;
  const placed = pods.filter((pod) => everywhere || nodes.has(pod.spec.nodeName ?? ''));
  return spec.ipFamilies.flatMap((family) => {
    const having = placed.filter((pod) => addressOf(pod, family) !== undefined);
    const groups = [...Map.groupBy(having, (pod) => JSON.stringify(portsIn(pod, spec)))];
    return (groups.length > 0 ? groups : [['[]', []] as const]).map(([ports, group], index) =>
      slice(group.length > 0 ? group.map((pod) => endpointOf(pod, family, everywhere)) : null, {
        name: `${name}-${family.toLowerCase()}${index === 0 ? '' : `-${index + 1}`}`,
        service: name,
        managedBy: CONTROLLER,
        addressType: family,
        ports: ports === '[]' ? null : JSON.parse(ports),
        owner: service.metadata.uid ?? '',
        labels: spec.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {},
        metadata: { namespace },
      }),
    );
  });
}

function endpointOf(pod: PodShape, family: string, publishNotReady: boolean) {
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = publishNotReady || (isReady(pod) && !terminating);
  return endpoint(addressOf(pod, family) ?? '', 'uuu', {
    conditions: { ready, serving: isReady(pod), terminating },
    targetRef: refTo(pod),
    ...(!pod.spec.nodeName ? {} : { nodeName: pod.spec.nodeName }),
  });
}

/** One slice for each family and port set; none where a slice would not be valid. */
function mirrored({ metadata, subsets }: Raw): Raw[] {
  const leader = (metadata.annotations as Record<string, string> | undefined)?.[
    'control-plane.alpha.kubernetes.io/leader'
  ];
  if (leader !== undefined || metadata.labels?.['endpointslice.kubernetes.io/skip-mirror'] === 'true')
    return [];
  const merged = new Map<string, { ip: string; ready: boolean; ports: Map<string, Port> }>();
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of (subsets ?? []) as Subset[])
    for (const address of [...addresses, ...notReadyAddresses]) {
      const key = `${address.ip} ${address.targetRef?.uid}`;
      const known = merged.get(key) ?? { ip: address.ip, ready: true, ports: new Map() };
      if (notReadyAddresses.includes(address)) known.ready = false;
      for (const { name = '', port = 0, protocol = 'TCP' } of ports)
        known.ports.set(`${name} ${port} ${protocol}`, { name, port, protocol });
      merged.set(key, known);
    }
  const groups = Map.groupBy(
    merged.values(),
    ({ ip, ports }) => `${familyOf(ip)} ${[...ports.keys()].sort()}`,
  );
  const slices = [...groups.values()].map((group, index) => {
    const ports = [...(group[0]?.ports.values() ?? [])];
    return slice(
      group.map(({ ip, ready }) => endpoint(ip, ready ? 'Tuu' : 'Fuu')),
      {
        name: `${metadata.name}-mirrored${index === 0 ? '' : `-${index + 1}`}`,
        service: metadata.name,
        managedBy: MIRRORING,
        addressType: familyOf(group[0]?.ip ?? ''),
        ports: ports.length > 0 ? ports : null,
        labels: metadata.labels ?? {},
        metadata: { namespace: metadata.namespace },
      },
    );
  });
  const isValid = ({ ports }: Raw) => {
    const names = ((ports ?? []) as Port[]).map(({ name }) => name);
    return new Set(names).size === names.length;
  };
  return slices.every(isValid) ? slices : [];
}

function portsIn(
  { spec: { containers, initContainers = [] } }: PodShape,
  { ports = [] }: ServiceSpec,
): Port[] {
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  const declared = [...containers, ...sidecars].flatMap(({ ports = [] }) => ports);
  return ports.flatMap(({ name = '', port, targetPort = port, protocol = 'TCP' }) => {
    const number =
      typeof targetPort === 'number'
        ? targetPort
        : declared.find((one) => one.name === targetPort && (one.protocol ?? 'TCP') === protocol)
            ?.containerPort;
    return number === undefined ? [] : [{ name, port: number, protocol }];
  });
}

function addressOf({ status }: PodShape, family = 'IPv4'): string | undefined {
  return status.podIPs?.find(({ ip }) => familyOf(ip) === family)?.ip;
}

const familyOf = (ip: string) => (ip.includes(':') ? 'IPv6' : 'IPv4');

function isReady({ status }: PodShape): boolean {
  return status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

function refTo({ metadata: { namespace, name, uid } }: PodShape) {
  return { kind: 'Pod', namespace, name, uid };
}
