/** The client's side of SOCKS5 (RFC 1928) with a user and password (RFC 1929), with the messages of Go's net/http. */
import { on } from 'node:events';
import { isIPv4, isIPv6, type Socket } from 'node:net';
import { canonicalAddress } from '../../text/address.ts';

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const USER_PASSWORD = 2;
const NO_ACCEPTABLE_METHOD = 0xff;
const CONNECT = 1;
/** The bytes of an address by its type; a name begins with its length. */
const ADDRESS_LENGTHS: Readonly<Record<number, number | 'prefixed'>> = { 1: 4, 3: 'prefixed', 4: 16 };
const REPLIES = [
  'succeeded',
  'general SOCKS server failure',
  'connection not allowed by ruleset',
  'network unreachable',
  'host unreachable',
  'connection refused',
  'TTL expired',
  'command not supported',
  'address type not supported',
];

/** The proxy refuses, or does not speak SOCKS5. */
export class SocksError extends Error {}

type Read = (size: number) => Promise<Buffer>;
export type Credentials = { user: string; password: string } | null;

/**
 * Asks a proxy to connect to a host, whose name the proxy resolves.
 * @param socket connected to the proxy; afterwards it is connected to the host
 */
export async function socksHandshake(
  socket: Socket,
  host: string,
  port: number,
  credentials: Credentials,
): Promise<void> {
  const chunks = on(socket, 'data', { close: ['end', 'close'] });
  let pending = Buffer.alloc(0);
  const read: Read = async (size) => {
    while (pending.length < size) {
      const { value, done } = await chunks.next();
      if (done) throw new SocksError(pending.length > 0 ? 'unexpected EOF' : 'EOF');
      pending = Buffer.concat([pending, value[0]]);
    }
    const bytes = pending.subarray(0, size);
    pending = pending.subarray(size);
    return bytes;
  };
  try {
    await authenticate(socket, read, credentials);
    await requestConnection(socket, read, host, port);
  } finally {
    await chunks.return?.();
  }
}

async function authenticate(socket: Socket, read: Read, credentials: Credentials): Promise<void> {
  const methods = credentials ? [NO_AUTHENTICATION, USER_PASSWORD] : [NO_AUTHENTICATION];
  socket.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version = 0, method = 0] = await read(2);
  expectVersion(version);
  if (method === NO_ACCEPTABLE_METHOD) throw new SocksError('no acceptable authentication methods');
  if (method === NO_AUTHENTICATION) return;
  if (method !== USER_PASSWORD || !credentials)
    throw new SocksError(`unsupported authentication method ${method}`);
  const user = Buffer.from(credentials.user);
  const password = Buffer.from(credentials.password);
  if (user.length === 0 || user.length > 255 || password.length > 255)
    throw new SocksError('invalid username/password');
  socket.write(Buffer.from([1, user.length, ...user, password.length, ...password]));
  const [answered, failed] = await read(2);
  if (answered !== 1) throw new SocksError('invalid username/password version');
  if (failed !== 0) throw new SocksError('username/password authentication failed');
}

async function requestConnection(socket: Socket, read: Read, host: string, port: number): Promise<void> {
  socket.write(Buffer.from([VERSION, CONNECT, 0, ...addressBytes(host), port >> 8, port & 0xff]));
  const [version = 0, reply = 0, , type = 0] = await read(4);
  expectVersion(version);
  if (reply !== 0) throw new SocksError(`unknown error ${REPLIES[reply] ?? `unknown code: ${reply}`}`);
  const length = ADDRESS_LENGTHS[type];
  if (length === undefined) throw new SocksError(`unknown address type ${type}`);
  const address = length === 'prefixed' ? ((await read(1))[0] ?? 0) : length;
  await read(address + 2);
}

function expectVersion(version: number): void {
  if (version !== VERSION) throw new SocksError(`unexpected protocol version ${version}`);
}

/** The type of an address or name, and its bytes. */
function addressBytes(host: string): number[] {
  const address = canonicalAddress(host);
  if (isIPv4(address)) return [1, ...address.split('.').map(Number)];
  if (isIPv6(address)) return [4, ...ipv6Bytes(address)];
  const name = Buffer.from(host);
  if (name.length > 255) throw new SocksError('FQDN too long');
  return [3, name.length, ...name];
}

/** @param address canonical */
function ipv6Bytes(address: string): number[] {
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail]
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 0xff]);
}
