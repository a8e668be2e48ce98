import { isIP, isIPv4 } from 'node:net';
import { UserError } from '../model/errors.ts';

/**
 * The arguments of `describe ip`, each once, in the one spelling that all objects are compared in: IPv6 as in RFC
 * 5952, and an IPv4-mapped address as the IPv4 address that it is.
 * @throws {UserError} for what is no address
 */
export function readAddresses(given: readonly string[]): readonly string[] {
  if (given.length === 0) throw new UserError('error: an address is missing, as in "describe ip 10.0.0.7"');
  return [...new Set(given.map(canonical))];
}

function canonical(given: string): string {
  if (isIP(given) === 0 || given.includes('%')) throw new UserError(`error: "${given}" ${whyNot(given)}`);
  if (isIPv4(given)) return given;
  const ip = new URL(`http://[${given}]`).hostname.slice(1, -1);
  const [, high = '', low = ''] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(ip) ?? [];
  if (high === '') return ip;
  return [high, low]
    .flatMap((hex) => [Number.parseInt(hex, 16) >> 8, Number.parseInt(hex, 16) & 255])
    .join('.');
}

function whyNot(given: string): string {
  const [bare = '', ...rest] = given.split(/[/%]/);
  const inner = bare.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');
  if (isIP(bare) !== 0 && rest.length > 0)
    return `is ${given.includes('%') ? 'an address with a zone' : 'a range'}: give the address alone, ${bare}`;
  if (inner !== given && isIP(inner) !== 0)
    return `is more than an address: give the address alone, ${inner}`;
  const plain = given.replace(/\b0+(?=\d)/g, '');
  // Some read them as octal numbers, others do not.
  if (/^\d+(\.\d+){3}$/.test(given) && isIPv4(plain)) return `has leading zeros: write ${plain}`;
  return 'is no IP address, like 10.0.0.7 or 2001:db8::7';
}
