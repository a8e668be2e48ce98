/** Generates Services with slices in the forms that an API server accepts, for kube-proxy. */
import { type Conditions, endpoint, type Raw, selectorless, slice } from '../../objects.ts';
import type { Random } from '../../random.ts';

type Fields = Record<string, unknown>;

const FAMILIES = [['IPv4'], ['IPv4'], ['IPv6'], ['IPv4', 'IPv6'], ['IPv6', 'IPv4']];

const CONDITIONS: readonly Conditions[] = [
  ...['uuu', 'uuu', 'TTF', 'TTF', 'FFF', 'FTT', 'FTT', 'FFT'],
  ...['FuT', 'Fuu', 'TTT', 'TFF', 'uFu', 'FTF', 'uuT'],
] as Conditions[];

/** Those for documentation (RFC 5737, RFC 3849). */
const ADDRESSES: Record<string, readonly string[]> = {
  IPv4: Array.from({ length: 12 }, (_, index) => `192.0.2.${index + 1}`),
  IPv6: Array.from({ length: 12 }, (_, index) => `2001:db8::${index + 1}`),
  FQDN: ['db.example.com'],
};

/** A Service and up to three slices. */
export function serviceWithSlices(name: string, random: Random): Raw[] {
  const ipFamilies = random.pick(FAMILIES);
  const ipFamilyPolicy = ipFamilies.length === 1 ? 'SingleStack' : 'RequireDualStack';
  const ports = servicePorts(random);
  const slices = Array.from({ length: random.pick([0, 1, 1, 2, 2, 3]) }, (_, index) =>
    someSlice(`${name}-${index}`, name, ports, random),
  );
  return [selectorless({ ipFamilies, ipFamilyPolicy, ports }, { name }), ...slices];
}

function servicePorts(random: Random): Fields[] {
  const names = random.pick([[''], [''], ['a'], ['a', 'b'], ['a', 'b', 'c']]);
  return names.map((name, index) => ({
    ...(name === '' ? {} : { name }),
    port: 80 + index,
    targetPort: random.pick([8080, 'http']),
    protocol: random.pick(['TCP', 'TCP', 'TCP', 'UDP', 'SCTP']),
  }));
}

function someSlice(name: string, service: string, ports: readonly Fields[], random: Random): Raw {
  const addressType = random.pick(['IPv4', 'IPv4', 'IPv4', 'IPv6', 'IPv6', 'FQDN']);
  // Addresses are seldom listed twice.
  const addresses = random.shuffle(ADDRESSES[addressType] ?? []);
  const of = Array.from({ length: random.pick([1, 1, 2, 2, 3, 4]) }, () =>
    endpoint(addresses.splice(0, random.pick([1, 1, 1, 2])), random.pick(CONDITIONS)),
  );
  return slice(
    of.filter((one) => (one.addresses as string[]).length > 0),
    {
      name,
      service: random.chance(0.03) ? 'another' : service,
      addressType,
      ports: slicePorts(ports, random),
    },
  );
}

/** Mostly the ports of the Service; sometimes fewer, with another name or protocol, or without a number. */
function slicePorts(ports: readonly Fields[], random: Random): Fields[] {
  return ports.flatMap(({ name = '', protocol }) => {
    const plain = { name, protocol, port: random.pick([8080, 8080, 9090]) };
    if (random.chance(0.8)) return [plain];
    const changes = [{ name: `${name}z` }, { protocol: 'UDP' }, { port: undefined }, { port: 0 }, null];
    const change = random.pick(changes);
    return change === null ? [] : [{ ...plain, ...change }];
  });
}
