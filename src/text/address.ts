/** IP addresses: canonical form, family and the ranges that the API rejects. */

import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { IPFamily } from '../model/objects/meta.ts';

const HAS_LEADING_ZERO = /(?:^|[.:])0\d/;
const LEADING_ZEROS = /\b0+(?=\d)/g;
const MAPPED = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/;

/**
 * Normalizes an address for comparison: IPv6 as in RFC 5952; leading zeros and IPv4-mapped IPv6 as IPv4, as older API
 * servers parse them (k8s.io/utils/net, ParseIPSloppy and IsIPv6). Returns other text, such as an FQDN, unchanged.
 */
export function canonicalAddress(address: string): string {
  if (!address.includes(':') && !HAS_LEADING_ZERO.test(address)) return address;
  const plain = address.replace(LEADING_ZEROS, '');
  if (isIPv4(plain)) return plain;
  if (!isIPv6(plain) || plain.includes('%')) return address;
  const canonical = new URL(`http://[${plain}]/`).hostname.slice(1, -1);
  return mappedIPv4(canonical) ?? canonical;
}

/** @param address canonical IPv6 */
function mappedIPv4(address: string): string | null {
  const [, ...halves] = MAPPED.exec(address) ?? [];
  if (halves.length === 0) return null;
  return halves
    .map((half) => Number.parseInt(half, 16))
    .flatMap((number) => [number >> 8, number & 255])
    .join('.');
}

/** Whether the text is an IPv4-mapped IPv6 address. */
export function isIPv4Mapped(address: string): boolean {
  return address.includes(':') && isIPv4(canonicalAddress(address));
}

/** The IPv4 address without its leading zeros; null if it has none or is no IPv4 address. */
export function withoutLeadingZeros(text: string): string | null {
  const plain = text.replace(LEADING_ZEROS, '');
  return plain !== text && isIPv4(plain) ? plain : null;
}

/** @param address canonical */
export function familyOf(address: string): IPFamily {
  return address.includes(':') ? 'IPv6' : 'IPv4';
}

interface AddressRange {
  rule: string;
  subnets: readonly string[];
}

/** Addresses that Endpoints and EndpointSlices may not list (ValidateEndpointIP, pkg/apis/core/validation). */
const REFUSED: readonly AddressRange[] = [
  { rule: 'may not be unspecified (0.0.0.0 or ::)', subnets: ['0.0.0.0/32', '::/128'] },
  {
    rule: 'may not be in the loopback range (127.0.0.0/8, ::1/128)',
    subnets: ['127.0.0.0/8', '::1/128'],
  },
  {
    rule: 'may not be in the link-local range (169.254.0.0/16, fe80::/10)',
    subnets: ['169.254.0.0/16', 'fe80::/10'],
  },
  {
    rule: 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/16)',
    subnets: ['224.0.0.0/24', 'ff02::/16'],
  },
];

/** Why Endpoints and EndpointSlices may not list a canonical address; null if they may. */
export const endpointAddressError = firstRule(REFUSED);

/** Returns a function that finds the rule of the first range containing a canonical address; null if none does. */
export function firstRule(ranges: readonly AddressRange[]): (address: string) => string | null {
  const lists = ranges.map(({ rule, subnets }) => ({ rule, list: blockList(subnets) }));
  return (address) => {
    const family = familyOf(address) === 'IPv4' ? 'ipv4' : 'ipv6';
    return lists.find(({ list }) => list.check(address, family))?.rule ?? null;
  };
}

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [net = '', prefix] = subnet.split('/');
    list.addSubnet(net, Number(prefix), familyOf(net) === 'IPv4' ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** A host as a URL has it: IPv6 addresses in brackets. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** The host of a URL without the brackets of an IPv6 address. */
export function unbracketed(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

/** `10.0.0.1:80`, `[fd00::1]:80`; without a port, the address alone. */
export function socketText(address: string, port: number | null): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
