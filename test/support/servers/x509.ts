/** Creates X.509 certificates (RFC 5280) in DER, without a program on PATH. */
import { createPublicKey, hash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv6 } from 'node:net';

export interface Certificate {
  /** The attributes of the subject in order, such as `['CN', 'admin']`. */
  subject: readonly (readonly ['CN' | 'O', string])[];
  publicKey: KeyObject;
  /** Subject alternative names; absent for a CA. */
  alternatives?: readonly string[];
}

export interface Issuer {
  subject: Certificate['subject'];
  key: KeyObject;
}

/** Returns a certificate in PEM, valid for two days. */
export function certificate(made: Certificate, issuer: Issuer): string {
  const body = toBeSigned(made, issuer);
  const signature = sign('sha256', body, issuer.key);
  const der = sequence(body, algorithmOf(issuer.key), bits(signature));
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function toBeSigned({ subject, publicKey, alternatives }: Certificate, issuer: Issuer): Buffer {
  const now = Date.now();
  const by = keyIdOf(createPublicKey(issuer.key));
  const extensions = alternatives ? leafExtensions(alternatives, by) : authorityExtensions(by);
  return sequence(
    tagged(0xa0, integer(2)),
    // The serial number: positive, without leading zeros.
    tagged(0x02, Buffer.from([0x01]), randomBytes(15)),
    algorithmOf(issuer.key),
    nameOf(issuer.subject),
    sequence(time(now - 60_000), time(now + 2 * 86_400_000)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
}

/** A CA with the key usage keyCertSign (bit 5). */
const authorityExtensions = (own: Buffer) => [
  extension('2.5.29.19', sequence(tagged(0x01, Buffer.from([0xff]))), true),
  extension('2.5.29.15', tagged(0x03, Buffer.from([2, 0x04])), true),
  extension('2.5.29.14', tagged(0x04, own)),
];

/** serverAuth and clientAuth for these addresses and hosts. */
function leafExtensions(alternatives: readonly string[], issuer: Buffer): Buffer[] {
  const purposes = sequence(objectId('1.3.6.1.5.5.7.3.1'), objectId('1.3.6.1.5.5.7.3.2'));
  const names = alternatives.map((name) =>
    isIP(name) ? tagged(0x87, addressBytes(name)) : tagged(0x82, Buffer.from(name)),
  );
  return [
    extension('2.5.29.19', sequence(), true),
    extension('2.5.29.37', purposes),
    extension('2.5.29.35', sequence(tagged(0x80, issuer))),
    ...(names.length > 0 ? [extension('2.5.29.17', sequence(...names))] : []),
  ];
}

const extension = (id: string, value: Buffer, critical = false) =>
  sequence(objectId(id), ...(critical ? [tagged(0x01, Buffer.from([0xff]))] : []), tagged(0x04, value));

const keyIdOf = (key: KeyObject) =>
  hash('sha256', key.export({ type: 'spki', format: 'der' }), 'buffer').subarray(0, 20);

const nameOf = (subject: Certificate['subject']) =>
  sequence(
    ...subject.map(([type, value]) =>
      tagged(0x31, sequence(objectId(NAMES[type]), tagged(0x0c, Buffer.from(value)))),
    ),
  );

const NAMES = { CN: '2.5.4.3', O: '2.5.4.10' };

const algorithmOf = ({ asymmetricKeyType }: KeyObject) =>
  asymmetricKeyType === 'rsa'
    ? sequence(objectId('1.2.840.113549.1.1.11'), tagged(0x05))
    : sequence(objectId('1.2.840.10045.4.3.2'));

function addressBytes(ip: string): Buffer {
  if (!isIPv6(ip)) return Buffer.from(ip.split('.').map(Number));
  const [head = '', tail] = ip.split('::');
  const groups = (text = '') => text.split(':').filter(Boolean);
  const zeros = Array(8 - groups(head).length - groups(tail).length).fill('0');
  const words = [...groups(head), ...(tail === undefined ? [] : zeros), ...groups(tail)];
  return Buffer.concat(words.map((word) => Buffer.from(word.padStart(4, '0'), 'hex')));
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = Buffer.from(content.length.toString(16).replace(/^(?=(..)*.$)/, '0'), 'hex');
  const length = content.length < 0x80 ? size : Buffer.concat([Buffer.from([0x80 | size.length]), size]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

const sequence = (...parts: readonly Buffer[]) => tagged(0x30, ...parts);
const integer = (value: number) => tagged(0x02, Buffer.from([value]));
const bits = (value: Buffer) => tagged(0x03, Buffer.from([0]), value);

/** UTCTime, which has a year of two digits. */
const time = (milliseconds: number) =>
  tagged(0x17, Buffer.from(new Date(milliseconds).toISOString().replace(/^..|[-:T]|\.\d+/g, '')));

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((value) => {
    const digits = [value & 0x7f];
    for (let left = value >> 7; left > 0; left >>= 7) digits.unshift(0x80 | (left & 0x7f));
    return digits;
  });
  return tagged(0x06, Buffer.from(bytes));
}
