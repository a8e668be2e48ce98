/** The bundle has a module of its own instead of the package that socks uses. */
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { Address4, Address6 } from '../../scripts/ip-address.ts';
import { Random } from '../support/random.ts';

const socks = createRequire(import.meta.url).resolve('socks');
const theirs = createRequire(socks)('ip-address');

const random = new Random(1);
const group = () => random.below(0x10000).toString(16);
const groups = (count: number) => Array.from({ length: count }, group).join(':');
const v4 = () => Array.from({ length: 4 }, () => random.below(256)).join('.');

const written = [
  ...['::', '::1', '1::', 'fd00::9', '2001:db8::1:0:0:1', '::ffff:192.0.2.1', '64:ff9b::192.0.2.33'],
  ...['2001:DB8:0:0:0:0:0:1', '1:2:3:4:5:6:7::', 'fe80::1%eth0', `1:2:3:4:5:6:${v4()}`],
  ...Array.from({ length: 200 }, () => {
    const before = random.below(7);
    return random.pick([groups(8), `${groups(before)}::${groups(random.below(7 - before))}`]);
  }),
];

test.each(written)('%s', (address) => {
  expect(new Address6(address).canonicalForm()).toBe(new theirs.Address6(address).canonicalForm());
});

test('from bytes', () => {
  for (let i = 0; i < 200; i++) {
    const bytes = Array.from({ length: 16 }, () => random.pick([0, 1, random.below(256)]));
    const [ours, expected] = [Address6, theirs.Address6].map((type) => type.fromByteArray(bytes));
    expect(ours.canonicalForm()).toBe(expected.canonicalForm());
  }
});

test('IPv4', () => {
  for (let i = 0; i < 100; i++) {
    const address = v4();
    expect(new Address4(address).toArray()).toEqual(new theirs.Address4(address).toArray());
  }
});
