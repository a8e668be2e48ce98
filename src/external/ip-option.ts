import { isIP, isIPv6 } from 'node:net';
import type { IPFamily } from '../model/objects/meta.ts';
import {
  canonicalAddress,
  endpointAddressError,
  familyOf,
  firstRule,
  isIPv4Mapped,
  withoutLeadingZeros,
} from '../text/address.ts';
import { invalid, isSubdomain, OURS } from './option-syntax.ts';

export interface Address {
  /** In canonical form: EndpointSlices take IPv6 only as RFC 5952 writes it. */
  ip: string;
  family: IPFamily;
}

/** What the API takes, and nothing can be sent to. */
const unusableAs = firstRule([
  {
    rule: `may not be a multicast address (224.0.0.0/4, ff00::/8) ${OURS}`,
    subnets: ['224.0.0.0/4', 'ff00::/8'],
  },
  { rule: `may not be the broadcast address ${OURS}`, subnets: ['255.255.255.255/32'] },
  { rule: `may not be in the reserved range 240.0.0.0/4 ${OURS}`, subnets: ['240.0.0.0/4'] },
]);

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
  const ip = canonicalAddress(value);
  const rule = isIPv4Mapped(value)
    ? 'must not be an IPv4-mapped IPv6 address'
    : (endpointAddressError(ip) ?? unusableAs(ip));
  if (rule) throw invalid('--ip', value, rule);
  return { ip, family: familyOf(ip) };
}

const MUST_BE = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

function notAnAddress(value: string): string {
  if (isIPv6(value)) return `${MUST_BE}, without a zone`;
  if (withoutLeadingZeros(value) !== null) return 'must not have leading 0s';
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
