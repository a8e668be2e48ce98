import { isIP } from 'node:net';
import { UserError } from '../../model/errors.ts';
import { canonicalAddress, withoutLeadingZeros } from '../../text/address.ts';

/**
 * Parses the arguments of `describe ip` into canonical addresses, without duplicates.
 * @throws {UserError} unless each is an address
 */
export function parseAddresses(given: readonly string[]): readonly string[] {
  if (given.length === 0) throw new UserError('an address is required, as in "describe ip 10.0.0.7"');
  return [...new Set(given.map(canonical))];
}

/** An address that is given without the type `ip`, possibly with a port or a prefix length. */
export function looksLikeAddress(word: string): boolean {
  return isIP(word) !== 0 || /^(\d+(\.\d+){3}|\[[\da-f:.]+\])([:/]\d+)?$/i.test(word);
}

function canonical(given: string): string {
  if (isIP(given) === 0 || given.includes('%')) throw new UserError(`"${given}" ${rejectionOf(given)}`);
  return canonicalAddress(given);
}

function rejectionOf(given: string): string {
  if (given.includes(',')) return 'has a comma: separate addresses by spaces';
  const [bare = '', ...rest] = given.split(/[/%]/);
  const inner = bare.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');
  if (isIP(bare) !== 0 && rest.length > 0)
    return `is ${given.includes('%') ? 'an address with a zone' : 'a range'}: use the address alone, ${bare}`;
  if (inner !== given && isIP(inner) !== 0) return `is not only an address: use the address alone, ${inner}`;
  const plain = withoutLeadingZeros(given);
  // Some parsers read them as octal numbers.
  if (plain !== null) return `has leading zeros: write ${plain}`;
  return 'is not an IP address such as 10.0.0.7 or 2001:db8::7';
}
