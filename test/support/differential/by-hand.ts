/** Random hand-written Endpoints and EndpointSlices for a Service, valid or not. */
import { endpoint, endpoints, pod, type Raw, slice } from '../objects.ts';
import type { Random } from '../random.ts';

type Fields = Record<string, unknown>;

const SKIP_MIRROR = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';
const HEADLESS = 'service.kubernetes.io/headless';

/** Sometimes an IPv6 address that is not canonical (RFC 5952). */
export const spelled = (ip: string, random: Random) =>
  ip.includes(':') && random.chance(0.1) ? ip.toUpperCase().replace('::', ':0::') : ip;

/** Sometimes an IPv4 address in a form that API servers accept up to 1.35 only. */
export const spelledAsBefore = (ip: string, random: Random) =>
  !ip.includes(':') && random.chance(0.1) ? random.pick([`0${ip}`, `::ffff:${ip}`]) : ip;

const OUTSIDE = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '2001:db8::1', '2001:db8::2'];

export function someEndpoints(
  { metadata: { name }, spec }: Raw,
  pods: readonly Raw[],
  random: Random,
): Raw[] {
  const { selector } = spec as Fields;
  if (Object.keys(selector ?? {}).length > 0 || random.chance(0.35)) return [];
  const subsets = Array.from({ length: random.pick([0, 1, 1, 1, 2, 2, 3]) }, () => ({
    addresses: random
      .some(OUTSIDE, 0, 2)
      .map((ip) => ({ ip: spelled(ip, random), ...aboutPod(pods, random) })),
    notReadyAddresses: random.chance(0.3) ? random.some(OUTSIDE, 1, 2).map((ip) => ({ ip })) : [],
    ports: writtenPorts(spec as Fields, random),
  }));
  const labels = random.pick([
    {},
    {},
    {},
    {},
    {},
    { [SKIP_MIRROR]: 'true' },
    { [SKIP_MIRROR]: 'True' },
    { [HEADLESS]: '' },
  ]);
  const annotations = random.chance(0.05) ? { [LEADER]: '{}' } : {};
  const filled = subsets.filter(
    ({ addresses, notReadyAddresses }) => addresses.length + notReadyAddresses.length > 0,
  );
  return [endpoints(filled, { name, labels, annotations })];
}

/** Mostly the ports of the Service; sometimes another number, name or protocol, a duplicate name, or none. */
function writtenPorts({ ports }: Fields, random: Random): Fields[] {
  const asked = (ports as Fields[]).map(({ name, protocol }) => ({
    ...(name === undefined ? {} : { name }),
    port: random.pick([5432, 8080]),
    protocol,
    ...(random.chance(0.05) ? { appProtocol: 'http' } : {}),
  }));
  if (random.chance(0.6)) return asked;
  const twice = (protocol: string) => ({ name: 'a', port: 53, protocol });
  return random.pick([
    [],
    asked.slice(0, 1),
    [{ name: 'z', port: 5432 }],
    [{ port: 8080, protocol: 'UDP' }],
    [twice('TCP'), twice('UDP')],
  ]);
}

/** Sometimes a targetRef to a Pod, which may no longer exist. */
function aboutPod(pods: readonly Raw[], random: Random): Fields {
  if (!random.chance(0.1)) return {};
  const { name, uid } = random.pick([...pods, pod('former')]).metadata;
  return { targetRef: { kind: 'Pod', namespace: 'default', name, uid } };
}

const CONDITIONS = ['uuu', 'uuu', 'uuu', 'TTF', 'FFF', 'FTT', 'FuT', 'FFT', 'Fuu', 'TTT', 'uFu'] as const;

export function someSlices({ metadata: { name }, spec }: Raw, pods: readonly Raw[], random: Random): Raw[] {
  const { selector } = spec as Fields;
  const followed = Object.keys(selector ?? {}).length > 0;
  const count = random.chance(followed ? 0.15 : 0.5) ? random.pick([1, 1, 2]) : 0;
  return Array.from({ length: count }, (_, index) => {
    const addressType = random.pick(['IPv4', 'IPv4', 'IPv4', 'IPv6', 'IPv6', 'FQDN']);
    const addresses =
      { IPv4: OUTSIDE.slice(0, 3), IPv6: OUTSIDE.slice(3), FQDN: ['db.example.com', 'b.example.com'] }[
        addressType
      ] ?? [];
    const several = () => random.some(addresses, 1, random.pick([1, 1, 1, 2]));
    const of = Array.from({ length: random.pick([0, 1, 1, 2, 2]) }, () =>
      endpoint(several(), random.pick(CONDITIONS), {
        ...aboutPod(pods, random),
        ...(random.chance(0.3) ? { nodeName: 'n0' } : {}),
      }),
    );
    const written = writtenPorts(spec as Fields, random);
    const unique = new Set(written.map((port) => port.name)).size === written.length ? written : [];
    return slice(of.length > 0 ? of : null, {
      name: `${name}-by-hand-${index}`,
      service: random.chance(0.05) ? '' : name,
      managedBy: random.pick(['me', 'me', '']),
      addressType,
      ports: unique.length === 0 ? null : unique.map((port) => numbered(port, random)),
      labels: random.chance(0.05) ? { [HEADLESS]: '' } : {},
    });
  });
}

/** The API does not validate port numbers of slices. */
function numbered({ appProtocol: _, ...port }: Fields, random: Random): Fields {
  return random.chance(0.12) ? { ...port, port: random.pick([undefined, 0, 70000]) } : port;
}
