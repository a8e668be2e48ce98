/** Generates small random clusters whose Services are mistaken about the labels and ports of workloads. */
import { endpoint, endpoints, node, pod, type Raw, service, slice, subset, workload } from '../objects.ts';
import type { Random } from '../random.ts';

type Fields = Record<string, unknown>;
type Labels = Record<string, string>;

const PROXY = 'service.kubernetes.io/service-proxy-name';
const SKIP_MIRROR = 'endpointslice.kubernetes.io/skip-mirror';

/** 1 to 3 Services, up to 4 workloads with their Pods, and endpoints by hand. */
export function generateMistakes(random: Random): Raw[] {
  const workloads = Array.from({ length: 1 + random.below(4) }, (_, index) => someWorkload(index, random));
  const services = Array.from({ length: 1 + random.below(3) }, (_, index) => someService(index, random));
  const nodes = ['n0', 'n1'].map((name) => node(name, { ready: random.pick(['True', 'True', 'False']) }));
  return [
    ...nodes,
    ...workloads.flat(),
    ...services,
    ...services.flatMap((one) => writtenFor(one, random)),
    ...(random.chance(0.2) ? [pod('bare', podShape(someLabels(random), somePorts(random), random))] : []),
  ];
}

function someLabels(random: Random): Labels {
  return {
    app: random.pick(['web', 'web', 'store', 'stroe', 'api']),
    ...(random.chance(0.6) ? { tier: random.pick(['front', 'frnot', 'back']) } : {}),
    ...(random.chance(0.2) ? { version: random.pick(['v1', 'v2']) } : {}),
  };
}

function somePorts(random: Random): Fields[] {
  return random.some(
    [
      { name: 'http', containerPort: 8080 },
      { name: 'metrics', containerPort: 9090 },
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
    ],
    0,
    2,
  );
}

function podShape(labels: Labels, ports: Fields[], random: Random) {
  const address = `10.${random.below(250)}.${random.below(250)}.${1 + random.below(250)}`;
  return {
    labels,
    ports,
    ips: random.pick([[address], [address], [address, `fd00::${random.below(9999)}`]]),
    node: random.pick(['n0', 'n0', 'n1']),
    ready: random.pick(['True', 'True', 'True', 'False'] as const),
    deleted: random.chance(0.05),
  };
}

/** A Deployment with its ReplicaSet, or a StatefulSet whose Pods sometimes get a role while they run. */
function someWorkload(index: number, random: Random): Raw[] {
  const labels = someLabels(random);
  const ports = somePorts(random);
  const kind = random.pick(['Deployment', 'StatefulSet']);
  const name = `w${index}`;
  const [owner, ...between] =
    kind === 'Deployment'
      ? ['ReplicaSet', workload('ReplicaSet', `${name}-1`, { labels, ports, metadata: owned(kind, name) })]
      : [kind];
  const ownerName = between.length > 0 ? `${name}-1` : name;
  const hasRoles = random.chance(0.2);
  const pods = Array.from({ length: random.below(3) }, (_, ordinal) =>
    pod(`${ownerName}-${ordinal}`, {
      ...podShape(
        hasRoles && ordinal === 0 ? { ...labels, role: 'primary' } : labels,
        random.chance(0.1) ? [] : ports,
        random,
      ),
      metadata: owned(String(owner), ownerName),
    }),
  );
  const all = [workload(kind, name, { labels, ports, replicas: random.pick([1, 2, 0]) }), ...between];
  return [...(random.chance(0.9) ? (all as Raw[]) : []), ...pods];
}

function owned(kind: string, name: string): Fields {
  return { ownerReferences: [{ kind, name, uid: `${kind}-${name}`, controller: true }] };
}

function someService(index: number, random: Random): Raw {
  const selector = {
    ...someLabels(random),
    ...(random.chance(0.1) ? { role: random.pick(['primary', 'replica']) } : {}),
  };
  const follows = random.chance(0.8);
  const isAlias = random.chance(0.05);
  const dual = random.chance(0.2);
  return service(
    {
      ...(isAlias ? { type: 'ExternalName', externalName: 'db.example.com' } : {}),
      ...(random.chance(0.15) ? { clusterIP: 'None', clusterIPs: ['None'] } : {}),
      ...(dual ? { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'PreferDualStack' } : {}),
      selector: follows ? selector : undefined,
      internalTrafficPolicy: random.chance(0.15) ? 'Local' : 'Cluster',
      publishNotReadyAddresses: random.chance(0.1),
      ports: servicePorts(random),
    },
    { name: `s${index}`, labels: random.chance(0.05) ? { [PROXY]: 'other' } : {} },
  );
}

function servicePorts(random: Random): Fields[] {
  const names = random.pick([[''], ['http'], ['http', 'metrics']]);
  return names.map((name, index) => ({
    ...(name === '' ? {} : { name }),
    port: 80 + index,
    protocol: 'TCP',
    targetPort: random.pick([8080, 9090, 'http', 'metrics', 'htttp']),
  }));
}

/** Endpoints or a slice by hand for a Service without a selector, with a mistake in the ports or labels. */
function writtenFor({ metadata: { name }, spec }: Raw, random: Random): Raw[] {
  const { selector, ports } = spec as { selector?: Labels; ports: Fields[] };
  if (selector !== undefined) return [];
  const listed = ports.map((port) => ({
    ...(random.chance(0.7) ? { name: port.name } : { name: 'x' }),
    port: random.pick([8080, 9090]),
    protocol: 'TCP',
  }));
  const unique =
    new Set(listed.map((port) => port.name)).size === listed.length ? listed : listed.slice(0, 1);
  if (random.chance(0.5))
    return [
      endpoints([subset(['192.0.2.1', '192.0.2.2'], unique)], {
        name,
        labels: random.chance(0.3) ? { [SKIP_MIRROR]: 'true' } : {},
      }),
    ];
  return [
    slice([endpoint('192.0.2.1'), endpoint('192.0.2.2')], {
      name: `${name}-by-hand`,
      service: random.chance(0.7) ? name : '',
      ports: unique.map((port) => ({ ...port, port: random.chance(0.2) ? undefined : port.port })),
      labels: random.chance(0.2) ? { 'service.kubernetes.io/headless': '' } : {},
    }),
  ];
}
