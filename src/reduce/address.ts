/**
 * An address in the one spelling that all objects are compared in: IPv6 as in RFC 5952. The controllers write
 * it so since 1.33, users and older servers do not. What is no address (an FQDN) stays as it is.
 */
export function canonicalAddress(address: string): string {
  if (!address.includes(':')) return address;
  return URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1) ?? address;
}
