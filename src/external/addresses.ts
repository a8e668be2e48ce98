import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import type { Family } from '../model/objects.ts';
import { invalid, isSubdomain, OURS } from './syntax.ts';

export interface Address {
  /** In canonical form: EndpointSlices take IPv6 only as RFC 5952 writes it. */
  ip: string;
  family: Family;
}

/** What Endpoints and EndpointSlices refuse (ValidateEndpointIP), and what nothing can be sent to. */
const UNUSABLE = [
  range('may not be unspecified (0.0.0.0 or ::)', ['0.0.0.0/32', '::/128']),
  range('may not be in the loopback range (127.0.0.0/8, ::1/128)', ['127.0.0.0/8', '::1/128']),
  range('may not be in the link-local range (169.254.0.0/16, fe80::/10)', ['169.254.0.0/16', 'fe80::/10']),
  range('may not be in the link-local multicast range (224.0.0.0/24, ff02::/16)', [
    '224.0.0.0/24',
    'ff02::/16',
  ]),
  range(`may not be a multicast address (224.0.0.0/4, ff00::/8) ${OURS}`, ['224.0.0.0/4', 'ff00::/8']),
  range(`may not be the broadcast address ${OURS}`, ['255.255.255.255/32']),
  range(`may not be in the reserved range 240.0.0.0/4 ${OURS}`, ['240.0.0.0/4']),
];

function range(rule: string, subnets: readonly string[]): { rule: string; subnets: BlockList } {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [net = '', prefix] = subnet.split('/');
    list.addSubnet(net, Number(prefix), isIPv4(net) ? 'ipv4' : 'ipv6');
  }
  return { rule, subnets: list };
}

/** The values of `--ip`, each once, in the order given. @throws {UserError} */
export function readAddresses(values: readonly string[]): readonly Address[] {
  const given = new Map<string, string>();
  return values.map((value) => {
    const address = readAddress(value);
    const twin = given.get(address.ip);
    if (twin !== undefined) throw invalid('--ip', value, `is the same address as ${twin} ${OURS}`);
    given.set(address.ip, value);
    return address;
  });
}

function readAddress(value: string): Address {
  if (isIP(value) === 0 || value.includes('%')) throw invalid('--ip', value, notAnAddress(value));
  const address: Address = isIPv4(value)
    ? { ip: value, family: 'IPv4' }
    : { ip: canonicalIPv6(value), family: 'IPv6' };
  const rule = /^::ffff:[0-9a-f]+:[0-9a-f]+$/.test(address.ip)
    ? 'must not be an IPv4-mapped IPv6 address'
    : UNUSABLE.find(({ subnets }) => subnets.check(address.ip, typeOf(address.family)))?.rule;
  if (rule) throw invalid('--ip', value, rule);
  return address;
}

/** As RFC 5952 writes it, but for IPv4-mapped addresses, which stay hexadecimal. */
function canonicalIPv6(value: string): string {
  return new URL(`http://[${value}]`).hostname.slice(1, -1);
}

function typeOf(family: Family): 'ipv4' | 'ipv6' {
  return family === 'IPv4' ? 'ipv4' : 'ipv6';
}

const MUST_BE = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

function notAnAddress(value: string): string {
  if (isIPv6(value)) return `${MUST_BE}, without a zone`;
  if (/^\d+(\.\d+){3}$/.test(value) && isIPv4(value.replace(/\b0+(?=\d)/g, ''))) {
    return 'must not have leading 0s';
  }
  const bare = value.toLowerCase().replace(/\.$/, '');
  if (isSubdomain(bare) && /[a-z]/.test(bare)) {
    return `${MUST_BE}; for a host name use --external-name ${bare}`;
  }
  return MUST_BE;
}

/** The value of `--external-name`: what a CNAME record may point to. @throws {UserError} */
export function readExternalName(value: string): string {
  const bare = value.replace(/\.$/, '');
  const address = bare.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0) {
    throw invalid(
      '--external-name',
      value,
      `DNS has no answer for an address as a name; use --ip ${address} ${OURS}`,
    );
  }
  if (isSubdomain(bare)) return value;
  throw invalid(
    '--external-name',
    value,
    "must be a lowercase RFC 1123 subdomain: at most 253 characters, lower case alphanumerics, '-' or '.', " +
      "beginning and ending with an alphanumeric (e.g. 'example.com')",
  );
}
