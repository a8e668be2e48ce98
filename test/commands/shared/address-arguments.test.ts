import { expect, test } from 'vitest';
import { parseAddresses } from '../../../src/commands/shared/address-arguments.ts';

test.each([
  ['10.0.0.7', '10.0.0.7'],
  ['::ffff:10.0.0.7', '10.0.0.7'],
  ['::FFFF:a00:7', '10.0.0.7'],
  ['0:0:0:0:0:ffff:255.254.1.0', '255.254.1.0'],
  ['FD00:0:0::0001', 'fd00::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['::', '::'],
  ['::10.0.0.7', '::a00:7'],
  ['0.0.0.0', '0.0.0.0'],
])('%s is %s', (given, address) => {
  expect(parseAddresses([given])).toEqual([address]);
});

test('each is looked up once, however it is spelled', () => {
  expect(parseAddresses(['10.0.0.7', '::ffff:10.0.0.7', 'fd00::1', 'FD00::1'])).toEqual([
    '10.0.0.7',
    'fd00::1',
  ]);
});

test.each([
  ['', 'not an IP address such as 10.0.0.7 or 2001:db8::7'],
  ['web', 'not an IP address such as 10.0.0.7 or 2001:db8::7'],
  ['10.0.0', 'not an IP address such as 10.0.0.7 or 2001:db8::7'],
  ['300.0.0.1', 'not an IP address such as 10.0.0.7 or 2001:db8::7'],
  ['1:2:3', 'not an IP address such as 10.0.0.7 or 2001:db8::7'],
  ['010.0.0.1', 'leading zeros: write 10.0.0.1'],
  ['10.0.0.0/8', 'is a range: use the address alone, 10.0.0.0'],
  ['fd00::/8', 'is a range: use the address alone, fd00::'],
  ['fe80::1%eth0', 'is an address with a zone: use the address alone, fe80::1'],
  ['10.0.0.1:80', 'is not only an address: use the address alone, 10.0.0.1'],
  ['[fd00::1]:80', 'is not only an address: use the address alone, fd00::1'],
  ['[fd00::1]', 'is not only an address: use the address alone, fd00::1'],
])('%j is refused: %s', (given, why) => {
  expect(() => parseAddresses(['10.0.0.1', given])).toThrow(why);
});
