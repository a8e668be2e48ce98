/** Words connection failures as kubectl does: with the messages of Go's net, crypto/tls and net/http. */
import { ConnectionError, UserError } from '../../model/errors.ts';
import { bracketed } from '../../text/address.ts';
import { tlsErrorText } from './tls-error.ts';

/** The TCP connection or the TLS handshake took too long. */
export class ConnectTimeout extends Error {
  readonly dialing: boolean;
  constructor(dialing: boolean) {
    super('connect timeout');
    this.dialing = dialing;
  }
}

export type RequestPhase = 'connection' | 'headers' | 'body';

/** `--request-timeout` has passed. */
export class RequestTimeout extends Error {
  readonly awaiting: RequestPhase;
  constructor(awaiting: RequestPhase) {
    super('request timeout');
    this.awaiting = awaiting;
  }
}

/** The response body was truncated or corrupt. */
export class UnexpectedEof extends Error {}

const CONNECT_ERRORS: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'connection timed out',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EADDRNOTAVAIL: 'cannot assign requested address',
};

interface NodeError extends NodeJS.ErrnoException {
  address?: string;
  port?: number;
  hostname?: string;
  errors?: readonly NodeError[];
}

/** @returns a UserError as it is */
export function connectionError(error: unknown, url: URL): UserError {
  if (error instanceof UserError) return error;
  // Node tries all addresses of a name and throws an AggregateError; Go reports the first failure.
  const { errors: [first = error as NodeError] = [] } = error as NodeError;
  if (first.code === 'ECONNREFUSED' || first.message.includes('ECONNREFUSED'))
    return new ConnectionError(
      `The connection to the server ${url.host} was refused - did you specify the right host or port?`,
      '',
    );
  if (error instanceof UnexpectedEof) return bodyError('unexpected EOF');
  if (error instanceof RequestTimeout && error.awaiting === 'body')
    return bodyError(
      'net/http: request canceled (Client.Timeout or context cancellation while reading body)',
    );
  return new ConnectionError(`Unable to connect to the server: ${reasonOf(first, url)}`, '');
}

function bodyError(reason: string): ConnectionError {
  return new ConnectionError(
    `unexpected error when reading response body. Please retry. Original error: ${reason}`,
  );
}

function reasonOf(error: NodeError, url: URL): string {
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
  const connectReason = CONNECT_ERRORS[code];
  if (connectReason)
    return `dial tcp ${address ? `${bracketed(address)}:${port}` : hostPort(url)}: connect: ${connectReason}`;
  if (message === 'socket hang up' || message.startsWith('Client network socket disconnected')) return 'EOF';
  // Bun's code for the same failure.
  if (code === 'ERR_SOCKET_CLOSED') return 'EOF';
  if (code === 'ECONNRESET') return 'read tcp: read: connection reset by peer';
  if (code === 'EPIPE') return 'write tcp: write: broken pipe';
  if (code === 'ERR_INVALID_CHAR')
    return `net/http: invalid header field value for ${/\[(.*)\]/.exec(message)?.[1] ?? 'a header'}`;
  if (code.startsWith('HPE_'))
    return `net/http: HTTP/1.x transport connection broken: malformed HTTP response`;
  return tlsErrorText(error, url) ?? message;
}

function hostPort(url: URL): string {
  return url.port === '' ? `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}` : url.host;
}
