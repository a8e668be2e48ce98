/** Generates small random clusters in the shapes of test/join/oracle.test.ts. An API server accepts all objects. */
import { node, pod, type Raw, service } from '../objects.ts';
import type { Random } from '../random.ts';
import { someEndpoints, someSlices, spelled } from './by-hand.ts';

type Fields = Record<string, unknown>;

const PROXY = 'service.kubernetes.io/service-proxy-name';

/** 1 to 3 Services, up to 6 Pods, 2 Nodes, and hand-written Endpoints and EndpointSlices. */
export function generate(random: Random): Raw[] {
  const pods = Array.from({ length: random.below(7) }, (_, index) => somePod(index, random));
  const services = Array.from({ length: 1 + random.below(3) }, (_, index) => someService(index, random));
  const written = services.flatMap((one) => [
    ...someEndpoints(one, pods, random),
    ...someSlices(one, pods, random),
  ]);
  const nodes = [
    node('n0'),
    node('n1', { zone: random.pick(['zb', '']), ready: random.pick(['True', 'True', 'False']) }),
  ];
  return [...nodes, ...pods, ...services, ...written];
}

function someService(index: number, random: Random): Raw {
  const name = `s${index}`;
  const selector = random.pick([
    { app: 'a' },
    { app: 'a' },
    { app: 'b' },
    { app: 'a', tier: 'x' },
    { app: '' },
    null,
    null,
    {},
  ]);
  const labels = random.chance(0.03) ? { [PROXY]: 'other' } : {};
  if (random.chance(0.07)) {
    const spec = { type: 'ExternalName', externalName: 'db.example.com', selector, ports: ports(random) };
    const none = {
      clusterIP: undefined,
      clusterIPs: undefined,
      ipFamilies: undefined,
      ipFamilyPolicy: undefined,
    };
    return service({ ...spec, ...none }, { name, labels });
  }
  const headless = random.chance(0.2);
  const ipFamilies = random.pick([['IPv4'], ['IPv4'], ['IPv6'], ['IPv4', 'IPv6'], ['IPv6', 'IPv4']]);
  const clusterIPs = headless
    ? ['None']
    : ipFamilies.map((family) => (family === 'IPv4' ? `10.96.0.1${index}` : `fd00::9${index}`));
  return service(
    {
      type: headless ? 'ClusterIP' : random.pick(['ClusterIP', 'ClusterIP', 'NodePort', 'LoadBalancer']),
      clusterIP: clusterIPs[0],
      clusterIPs,
      ipFamilies,
      ipFamilyPolicy:
        ipFamilies.length === 1 ? 'SingleStack' : random.pick(['PreferDualStack', 'RequireDualStack']),
      internalTrafficPolicy: random.chance(0.05) ? 'Local' : 'Cluster',
      publishNotReadyAddresses: random.chance(0.15),
      selector,
      ports: headless && random.chance(0.3) ? [] : ports(random),
    },
    { name, labels },
  );
}

/** One port, sometimes unnamed, or several named ones. */
function ports(random: Random): Fields[] {
  const count = random.pick([1, 1, 1, 2, 2, 3]);
  const names = count > 1 ? ['a', 'b', 'c'] : [random.pick(['', '', 'a'])];
  return names.slice(0, count).map((name, index) => ({
    ...(name === '' ? {} : { name }),
    port: 80 + index,
    protocol: random.pick(['TCP', 'TCP', 'TCP', 'UDP', 'SCTP']),
    targetPort: random.pick([8080, 9090, 'web', 'web', 'dns', undefined]),
  }));
}

function somePod(index: number, random: Random): Raw {
  const [v4, v6] = [
    random.chance(0.1) ? '192.168.1.5' : `10.0.0.${index + 1}`,
    spelled(`fd00::${index + 1}`, random),
  ];
  const app = random.pick(['a', 'a', 'a', 'b', '', null]);
  return pod(`p${index}`, {
    labels: { ...(app === null ? {} : { app }), ...(random.chance(0.5) ? { tier: 'x' } : {}) },
    phase: random.pick([
      'Running',
      'Running',
      'Running',
      'Running',
      'Pending',
      'Unknown',
      'Succeeded',
      'Failed',
    ]),
    ready: random.pick(['True', 'True', 'True', 'True', 'False', 'Unknown', null]),
    deleted: random.chance(0.15),
    ips: random.pick([[v4], [v4], [v6], [v4, v6], [v4, v6], [v6, v4], []]),
    node: random.pick(['n0', 'n0', 'n1', 'n1', 'n1', 'n1', 'gone', '']),
    namespace: random.chance(0.05) ? 'other' : 'default',
    containers: [container('main', random), ...(random.chance(0.2) ? [container('second', random)] : [])],
    initContainers: [
      ...(random.chance(0.2) ? [container('init', random)] : []),
      ...(random.chance(0.2) ? [{ ...container('sidecar', random), restartPolicy: 'Always' }] : []),
    ],
  });
}

/** Port names are unique in a container, not in a Pod. */
function container(name: string, random: Random): Fields {
  const web = {
    name: 'web',
    containerPort: random.pick([8080, 9090]),
    protocol: random.pick(['TCP', 'TCP', 'TCP', 'UDP', 'SCTP']),
  };
  const dns = { name: 'dns', containerPort: 5353, protocol: random.pick(['UDP', 'TCP']) };
  return { name, ports: random.some([web, dns, { containerPort: 7070 }]) };
}
