/** Why there is no answer, in the words of kubectl, which are those of Go's net, crypto/tls and net/http. */
import { ConnectionError, UserError } from '../../model/errors.ts';
import { certificateFault } from './certificate-fault.ts';

/** TCP or TLS was not set up in time. */
export class ConnectTimeout extends Error {
  readonly dialing: boolean;
  constructor(dialing: boolean) {
    super('connect timeout');
    this.dialing = dialing;
  }
}

export type Phase = 'connection' | 'headers' | 'body';

/** `--request-timeout` has passed. */
export class RequestTimeout extends Error {
  readonly awaiting: Phase;
  constructor(awaiting: Phase) {
    super('request timeout');
    this.awaiting = awaiting;
  }
}

/** The answer ended before its end. */
export class CutAnswer extends Error {}

const CALLS: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'connection timed out',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EADDRNOTAVAIL: 'cannot assign requested address',
};

interface NodeFault extends NodeJS.ErrnoException {
  address?: string;
  port?: number;
  hostname?: string;
  errors?: readonly NodeFault[];
}

/** @returns the error itself where it already is in words for the user */
export function connectionError(error: unknown, url: URL): UserError {
  if (error instanceof UserError) return error;
  // Node tries all addresses of a name and then throws all that went wrong; Go tells of the first.
  const { errors: [first = error as NodeFault] = [] } = error as NodeFault;
  if (first.code === 'ECONNREFUSED' || first.message.includes('ECONNREFUSED'))
    return new ConnectionError(
      `The connection to the server ${url.host} was refused - did you specify the right host or port?`,
      '',
    );
  if (error instanceof CutAnswer) return unreadable('unexpected EOF');
  if (error instanceof RequestTimeout && error.awaiting === 'body')
    return unreadable(
      'net/http: request canceled (Client.Timeout or context cancellation while reading body)',
    );
  return new ConnectionError(`Unable to connect to the server: ${reason(first, url)}`, '');
}

function unreadable(reason: string): ConnectionError {
  return new ConnectionError(
    `unexpected error when reading response body. Please retry. Original error: ${reason}`,
  );
}

function reason(error: NodeFault, url: URL): string {
  const { code = '', message, address, port } = error;
  if (error instanceof RequestTimeout) {
    const phase = error.awaiting === 'connection' ? ' while waiting for connection' : '';
    return `net/http: request canceled${phase} (Client.Timeout exceeded while awaiting headers)`;
  }
  if (error instanceof ConnectTimeout)
    return error.dialing ? `dial tcp ${hostPort(url)}: i/o timeout` : 'net/http: TLS handshake timeout';
  const lookup = `dial tcp: lookup ${error.hostname ?? url.hostname}`;
  if (code === 'ENOTFOUND') return `${lookup}: no such host`;
  if (code === 'EAI_AGAIN') return `${lookup}: Temporary failure in name resolution`;
  const call = CALLS[code];
  if (call) return `dial tcp ${address ? `${bracketed(address)}:${port}` : hostPort(url)}: connect: ${call}`;
  if (message === 'socket hang up' || message.startsWith('Client network socket disconnected')) return 'EOF';
  // Bun's words for the same.
  if (code === 'ERR_SOCKET_CLOSED') return 'EOF';
  if (code === 'ECONNRESET') return 'read tcp: read: connection reset by peer';
  if (code === 'EPIPE') return 'write tcp: write: broken pipe';
  if (code === 'ERR_INVALID_CHAR')
    return `net/http: invalid header field value for ${/\[(.*)\]/.exec(message)?.[1] ?? 'a header'}`;
  if (code.startsWith('HPE_'))
    return `net/http: HTTP/1.x transport connection broken: malformed HTTP response`;
  return certificateFault(error, url) ?? message;
}

function hostPort(url: URL): string {
  return url.port === '' ? `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}` : url.host;
}

const bracketed = (address: string) => (address.includes(':') ? `[${address}]` : address);
