/** Stands for the package ip-address in the bundle, since socks uses a tenth of it. A test compares the two. */

export class Address4 {
  readonly #address: string;

  constructor(address: string) {
    this.#address = address;
  }

  toArray(): number[] {
    return this.#address.split('.').map(Number);
  }
}

export class Address6 {
  readonly #groups: readonly string[];

  /** @param address one that net.isIPv6 accepts */
  constructor(address: string) {
    const [plain = ''] = address.split('%');
    const groups = plain.replace(/[\d.]+$/, (last) => (last.includes('.') ? asGroups(last) : last));
    const [head = [], tail] = groups.split('::').map((half) => (half === '' ? [] : half.split(':')));
    const zeros = tail ? Array<string>(8 - head.length - tail.length).fill('0') : [];
    this.#groups = [...head, ...zeros, ...(tail ?? [])];
  }

  static fromByteArray(bytes: readonly number[]): Address6 {
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return new Address6((hex.match(/.{4}/g) ?? []).join(':'));
  }

  /** All digits of all groups: `2001:0db8:…`. */
  canonicalForm(): string {
    return this.#groups.map((group) => group.toLowerCase().padStart(4, '0')).join(':');
  }
}

/** The last four bytes, written as an IPv4 address, as two groups. */
function asGroups(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}
