import { expect, test } from 'vitest';
import { canonicalAddress, endpointAddressError, familyOf } from '../../src/text/address.ts';

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['010.0.0.1', '10.0.0.1'],
  ['10.000.0000.001', '10.0.0.1'],
  ['0.0.0.0', '0.0.0.0'],
  ['100.10.20.30', '100.10.20.30'],
  ['fd00::5', 'fd00::5'],
  ['FD00:0::5', 'fd00::5'],
  ['fd00:0000:0:0:0:0:0:0005', 'fd00::5'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::FFFF:a00:1', '10.0.0.1'],
  ['0:0:0:0:0:ffff:010.000.0.1', '10.0.0.1'],
  ['::10.0.0.1', '::a00:1'],
  ['64:ff9b::10.0.0.1', '64:ff9b::a00:1'],
  ['::ffff:1', '::ffff:1'],
])('%s is %s', (written, canonical) => {
  expect(canonicalAddress(written)).toBe(canonical);
  expect(canonicalAddress(canonical)).toBe(canonical);
});

test.each([
  '',
  'None',
  'db.example.com',
  '01.example.com',
  'ip-010-0-0-1',
  '010.0.0',
  '300.00.0.1',
  '1:2',
  'fe80::1%eth0',
])('%j is no address, and stays', (text) => {
  expect(canonicalAddress(text)).toBe(text);
});

test('the family of an address', () => {
  expect(['10.0.0.1', 'fd00::1'].map(familyOf)).toEqual(['IPv4', 'IPv6']);
});

test.each([
  ['0.0.0.0', 'unspecified'],
  ['::', 'unspecified'],
  ['127.0.0.1', 'loopback'],
  ['::1', 'loopback'],
  ['169.254.1.1', 'link-local range'],
  ['febf::1', 'link-local range'],
  ['224.0.0.251', 'link-local multicast'],
  ['ff02::1', 'link-local multicast'],
])('Endpoints and EndpointSlices refuse %s', (address, why) => {
  expect(endpointAddressError(address)).toContain(why);
});

test.each(['10.0.0.1', '239.1.1.1', 'ff05::1', '255.255.255.255', '240.0.0.1', 'fd00::1', '64:ff9b::a00:1'])(
  'they take %s',
  (address) => {
    expect(endpointAddressError(address)).toBeNull();
  },
);
