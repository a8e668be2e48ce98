/** Parses the values of `--ip` and `--external-name`. */
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
import { invalidOption, isSubdomain, OWN_RULE } from './option-syntax.ts';

export interface Address {
  /** In canonical form, the only one that EndpointSlices accept for IPv6 (RFC 5952). */
  ip: string;
  family: IPFamily;
}

/** Rejects addresses that the API accepts but that cannot be reached. */
const unusableAs = firstRule([
  {
    rule: `may not be a multicast address (224.0.0.0/4, ff00::/8) ${OWN_RULE}`,
    subnets: ['224.0.0.0/4', 'ff00::/8'],
  },
  { rule: `may not be the broadcast address ${OWN_RULE}`, subnets: ['255.255.255.255/32'] },
  { rule: `may not be in the reserved range 240.0.0.0/4 ${OWN_RULE}`, subnets: ['240.0.0.0/4'] },
]);

/** @throws {UserError} for an invalid or repeated address */
export function readAddresses(values: readonly string[]): readonly Address[] {
  const valueByAddress = new Map<string, string>();
  return values.map((value) => {
    const address = readAddress(value);
    const earlier = valueByAddress.get(address.ip);
    if (earlier !== undefined)
      throw invalidOption('--ip', value, `is the same address as ${earlier} ${OWN_RULE}`);
    valueByAddress.set(address.ip, value);
    return address;
  });
}

function readAddress(value: string): Address {
  if (isIP(value) === 0 || value.includes('%')) throw invalidOption('--ip', value, addressRule(value));
  const ip = canonicalAddress(value);
  const rule = isIPv4Mapped(value)
    ? 'must not be an IPv4-mapped IPv6 address'
    : (endpointAddressError(ip) ?? unusableAs(ip));
  if (rule) throw invalidOption('--ip', value, rule);
  return { ip, family: familyOf(ip) };
}

const ADDRESS_RULE = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

function addressRule(value: string): string {
  if (isIPv6(value)) return `${ADDRESS_RULE}, without a zone`;
  if (withoutLeadingZeros(value) !== null) return 'must not have leading 0s';
  const bare = value.toLowerCase().replace(/\.$/, '');
  if (isSubdomain(bare) && /[a-z]/.test(bare)) {
    return `${ADDRESS_RULE}; for a host name use --external-name ${bare}`;
  }
  return ADDRESS_RULE;
}

/** @returns a valid target of a CNAME record. @throws {UserError} */
export function readExternalName(value: string): string {
  const bare = value.replace(/\.$/, '');
  const address = bare.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0) {
    throw invalidOption(
      '--external-name',
      value,
      `DNS cannot resolve an IP address as a name; use --ip ${address} ${OWN_RULE}`,
    );
  }
  if (isSubdomain(bare)) return value;
  const host = /^(?:[a-z]+:\/\/)?([^:/]+)(?::\d+)?(?:\/.*)?$/.exec(bare)?.[1] ?? '';
  const lead = isSubdomain(host) ? `; use the host name alone: ${host}` : '';
  throw invalidOption(
    '--external-name',
    value,
    "must be a lowercase RFC 1123 subdomain: at most 253 characters, lower case alphanumerics, '-' or '.', " +
      `beginning and ending with an alphanumeric (e.g. 'example.com')${lead}`,
  );
}
