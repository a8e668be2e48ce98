import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Family } from '../model/objects/meta.ts';

const HAS_LEADING_ZERO = /(?:^|[.:])0\d/;
const LEADING_ZEROS = /\b0+(?=\d)/g;
const MAPPED = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/;

/**
 * An address in the one spelling that all are compared in: IPv6 as RFC 5952 writes it, and what older API servers take
 * for IPv4 as IPv4, which is leading zeros and IPv4-mapped IPv6 (k8s.io/utils/net, ParseIPSloppy and IsIPv6). What is
 * no address (an FQDN) stays as it is.
 */
export function canonicalAddress(address: string): string {
  if (!address.includes(':') && !HAS_LEADING_ZERO.test(address)) return address;
  const plain = address.replace(LEADING_ZEROS, '');
  if (isIPv4(plain)) return plain;
  if (!isIPv6(plain) || plain.includes('%')) return address;
  const canonical = new URL(`http://[${plain}]/`).hostname.slice(1, -1);
  return mappedIPv4(canonical) ?? canonical;
}

/** The IPv4 address that is mapped to a canonical IPv6 address. */
function mappedIPv4(address: string): string | null {
  const [, ...halves] = MAPPED.exec(address) ?? [];
  if (halves.length === 0) return null;
  return halves
    .map((half) => Number.parseInt(half, 16))
    .flatMap((number) => [number >> 8, number & 255])
    .join('.');
}

/** Whether it is an IPv4 address, written as IPv6. */
export function isMapped(address: string): boolean {
  return address.includes(':') && isIPv4(canonicalAddress(address));
}

/** The IPv4 address that one with leading zeros is; null where it has none. */
export function withoutLeadingZeros(text: string): string | null {
  const plain = text.replace(LEADING_ZEROS, '');
  return plain !== text && isIPv4(plain) ? plain : null;
}

/** Of a canonical address. */
export function familyOf(address: string): Family {
  return address.includes(':') ? 'IPv6' : 'IPv4';
}

interface AddressRange {
  rule: string;
  subnets: readonly string[];
}

/** What Endpoints and EndpointSlices may not list (ValidateEndpointIP, pkg/apis/core/validation). */
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

/** Why Endpoints and EndpointSlices may not list the canonical address; null: they may. */
export const refusedAs = firstRule(REFUSED);

/** Tells the rule of the first of the ranges that an address is in. */
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
