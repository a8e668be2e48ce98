/** One HTTP exchange on kept sockets: bytes out, text back. What it means is for others. */
import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { ConnectTimeout, CutAnswer, type Phase, RequestTimeout } from './failure.ts';
import type { TlsOptions } from './tls.ts';

export interface Exchange {
  method: string;
  url: URL;
  headers: OutgoingHttpHeaders;
  body: string | null;
}

export interface Reply {
  status: number;
  statusText: string;
  /** Each header's values, by lower-case name. */
  headers: Readonly<Record<string, readonly string[] | undefined>>;
  text: string;
}

export interface Limits {
  /** Milliseconds for one exchange; 0 for none. */
  timeout: number;
  interrupted: AbortSignal;
}

/** Enough for what a command reads at once; each further one would cost another TLS handshake. */
const MAX_SOCKETS = 4;
/** For TCP and TLS together; a server that drops packets would keep us for minutes. */
export const CONNECT_TIMEOUT_MS = 10_000;

export const AGENT_OPTIONS = { keepAlive: true, maxSockets: MAX_SOCKETS, scheduling: 'lifo' } as const;

export function directAgent(tls: TlsOptions | null): HttpAgent {
  return tls ? new HttpsAgent({ ...AGENT_OPTIONS, ...tls }) : new HttpAgent(AGENT_OPTIONS);
}

/**
 * A GET on a kept socket that the server has closed meanwhile is sent again: at worst once for each of them.
 * @throws {Error} of Node's, or one of failure.ts
 */
export async function exchange(sent: Exchange, agent: HttpAgent, limits: Limits): Promise<Reply> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt(sent, agent, limits);
    } catch (error) {
      if (!(error instanceof StaleSocket)) throw error;
      if (sent.method !== 'GET' || tries === MAX_SOCKETS) throw error.cause;
    }
  }
}

class StaleSocket extends Error {}

function attempt(sent: Exchange, agent: HttpAgent, { timeout, interrupted }: Limits): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const { method, url, headers, body } = sent;
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = start(url, { method, headers, agent, signal: interrupted });
  let phase: Phase = 'connection';
  const limit = (ms: number, error: () => Error) => {
    const timer = setTimeout(() => {
      // First, because Node ends an answer with an error that does not tell why.
      reject(error());
      request.destroy();
    }, ms);
    request.once('close', () => clearTimeout(timer));
    return timer;
  };
  if (timeout > 0) limit(timeout, () => new RequestTimeout(phase));
  request.once('socket', (socket: Socket) => {
    const timer = limit(CONNECT_TIMEOUT_MS, () => new ConnectTimeout(socket.connecting));
    whenReady(socket, () => {
      clearTimeout(timer);
      phase = 'headers';
    });
  });
  request.once('response', (response) => {
    phase = 'body';
    reply(response).then(resolve, reject);
  });
  request.on('error', (error: NodeJS.ErrnoException) => {
    const closed = error.code === 'ECONNRESET' || error.code === 'EPIPE';
    const stale = closed && request.reusedSocket && phase !== 'body';
    reject(stale ? new StaleSocket(error.message, { cause: error }) : error);
  });
  request.end(body ?? undefined);
  return promise;
}

/** A kept socket is ready at once, and so is an unencrypted one through a proxy. */
function whenReady(socket: Socket & { secureConnecting?: boolean }, then: () => void): void {
  if (socket.secureConnecting) socket.once('secureConnect', then);
  else if (socket.connecting) socket.once('connect', then);
  else then();
}

async function reply(response: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? new CutAnswer() : error;
  }
  const bytes = Buffer.concat(chunks);
  const zipped = response.headers['content-encoding'] === 'gzip';
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    headers: response.headersDistinct,
    text: (zipped ? await unzip(bytes) : bytes).toString(),
  };
}

async function unzip(bytes: Buffer): Promise<Buffer> {
  const { gunzip } = await import('node:zlib');
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  gunzip(bytes, (error, plain) => (error ? reject(new CutAnswer()) : resolve(plain)));
  return promise;
}
