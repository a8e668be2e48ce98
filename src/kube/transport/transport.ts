/** One HTTP exchange on kept sockets: bytes out, text back. What it means is for others. */
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type OutgoingHttpHeaders,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { ConnectTimeout, type Phase, RequestTimeout } from '../errors/connection-failure.ts';
import type { Exchange, Limits, Reply, Route } from './exchange.ts';
import { readReply } from './reply.ts';
import { Semaphore } from './semaphore.ts';
import type { TlsOptions } from './tls.ts';

/** Enough for what a command reads at once; each further one would cost another TLS handshake. */
const MAX_SOCKETS = 4;
/** For TCP and TLS together; a server that drops packets would keep us for minutes. */
export const CONNECT_TIMEOUT_MS = 10_000;

export const AGENT_OPTIONS = { keepAlive: true, maxSockets: MAX_SOCKETS, scheduling: 'lifo' } as const;

export function directAgent(tls: TlsOptions | null): HttpAgent {
  return tls ? new HttpsAgent({ ...AGENT_OPTIONS, ...tls }) : new HttpAgent(AGENT_OPTIONS);
}

export function routeThrough(agent: HttpAgent, proxy: Route['proxy'] = null): Route {
  return { agent, sockets: new Semaphore(agent.maxSockets), proxy };
}

/**
 * The timeout does not count the wait for a socket. Go's Client.Timeout would, but client-go sets no limit to sockets
 * (MaxConnsPerHost).
 * @throws {Error} of Node's, or one of failure.ts
 */
export async function exchange(sent: Exchange, route: Route, limits: Limits): Promise<Reply> {
  await route.sockets.acquire(limits.interrupted);
  try {
    return await persistent(sent, route, limits);
  } finally {
    route.sockets.release();
  }
}

/**
 * A GET whose socket is reset before there is an answer is sent again: on sockets that were kept and that the server
 * has closed meanwhile at worst once for each of them, on a new one once.
 */
async function persistent(sent: Exchange, route: Route, limits: Limits): Promise<Reply> {
  let fresh = 0;
  for (let tries = 0; ; tries++) {
    try {
      return await attempt(sent, route, limits);
    } catch (error) {
      if (!(error instanceof ResetSocket)) throw error;
      if (!error.kept) fresh += 1;
      if (sent.method !== 'GET' || fresh > 1 || tries > MAX_SOCKETS) throw error.cause;
    }
  }
}

/** Nobody has asked for another protocol. */
class UnwantedUpgrade extends Error {}

/** Before there was an answer. */
class ResetSocket extends Error {
  readonly kept: boolean;
  constructor(cause: Error, kept: boolean) {
    super(cause.message, { cause });
    this.kept = kept;
  }
}

function attempt(sent: Exchange, route: Route, { timeout, interrupted }: Limits): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const request = begin(sent, route, interrupted);
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
  // Node tells of it only once there is a socket: a proxy may never give one.
  const stop = () => reject(interrupted.reason);
  interrupted.addEventListener('abort', stop);
  request.once('close', () => interrupted.removeEventListener('abort', stop));
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
    readReply(response, sent).then(resolve, reject);
  });
  // Without a listener Node closes the socket, and tells nobody.
  request.once('upgrade', (_, socket) => {
    reject(new UnwantedUpgrade('the server switched protocols'));
    socket.destroy();
  });
  request.on('error', (error: NodeJS.ErrnoException) => {
    const reset = RESET.has(error.code ?? '') && phase !== 'body';
    reject(reset ? new ResetSocket(error, request.reusedSocket) : error);
  });
  request.end(sent.body ?? undefined);
  return promise;
}

function begin(
  { method, url, headers: texts }: Exchange,
  { agent, proxy }: Route,
  signal: AbortSignal,
): ClientRequest {
  const headers = asBytes(texts);
  const start = (proxy?.url ?? url).protocol === 'https:' ? httpsRequest : httpRequest;
  if (!proxy) return start(url, { method, headers, agent, signal });
  const all = { Host: url.host, ...headers, ...proxy.headers };
  return start(proxy.url, { method, headers: all, path: url.href, agent, signal });
}

/** Header values are UTF-8, as with Go; Node takes each character for a byte. */
function asBytes(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const bytes = (value: unknown) => Buffer.from(String(value)).toString('latin1');
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(bytes) : bytes(value),
    ]),
  );
}

/** A kept socket is ready at once, and so is an unencrypted one through a proxy. */
function whenReady(socket: Socket & { secureConnecting?: boolean }, then: () => void): void {
  if (socket.secureConnecting) socket.once('secureConnect', then);
  else if (socket.connecting) socket.once('connect', then);
  else then();
}

/** The last of them is Bun's. */
const RESET: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ERR_SOCKET_CLOSED']);
