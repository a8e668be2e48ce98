/** One HTTP round trip: sends a request on a kept-alive socket and reads the response. */
import { type ClientRequest, request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { ConnectTimeout, type RequestPhase, RequestTimeout } from '../errors/connection-error.ts';
import { CONNECT_TIMEOUT_MS, MAX_SOCKETS } from './direct-agent.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { readResponse } from './response-body.ts';
import type { Transport } from './transport.ts';

export interface RequestLimits {
  /** Milliseconds for one round trip, from when it has its socket or begins to open it; 0 for none. */
  timeout: number;
  interrupted: AbortSignal;
}

/**
 * The timeout does not count the wait for a socket. Go's Client.Timeout would, but client-go sets no limit to sockets
 * (MaxConnsPerHost).
 * @throws {Error} of Node's, or one of errors/connection-error.ts
 */
export async function roundTrip(
  request: HttpRequest,
  transport: Transport,
  limits: RequestLimits,
): Promise<HttpResponse> {
  await transport.sockets.acquire(limits.interrupted);
  try {
    return await resendAfterReset(request, transport, limits);
  } finally {
    transport.sockets.release();
  }
}

/**
 * Retries a GET whose socket is reset before the response begins: at most once for each kept-alive socket, as the
 * server may have closed it meanwhile, and once on a new socket.
 */
async function resendAfterReset(
  request: HttpRequest,
  transport: Transport,
  limits: RequestLimits,
): Promise<HttpResponse> {
  let newSocketResets = 0;
  for (let retries = 0; ; retries++) {
    try {
      return await send(request, transport, limits);
    } catch (error) {
      if (!(error instanceof SocketReset)) throw error;
      if (!error.reusedSocket) newSocketResets += 1;
      if (request.method !== 'GET' || newSocketResets > 1 || retries > MAX_SOCKETS) throw error.cause;
    }
  }
}

class UnexpectedUpgrade extends Error {}

/** The connection was reset before the response began. */
class SocketReset extends Error {
  readonly reusedSocket: boolean;
  constructor(cause: Error, reusedSocket: boolean) {
    super(cause.message, { cause });
    this.reusedSocket = reusedSocket;
  }
}

function send(
  { method, url, headers, body, sinkFor }: HttpRequest,
  transport: Transport,
  { timeout, interrupted }: RequestLimits,
): Promise<HttpResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
  const request = startRequest({ method, url, headers }, transport, interrupted);
  const phase = limitTime(request, timeout, reject);
  rejectOnAbort(request, interrupted, reject);
  request.once('response', (response) => {
    readResponse(response, sinkFor).then(resolve, reject);
  });
  // Without a listener, Node closes the socket without an event.
  request.once('upgrade', (_, socket) => {
    reject(new UnexpectedUpgrade('the server switched protocols'));
    socket.destroy();
  });
  request.on('error', (error: NodeJS.ErrnoException) => {
    const isReset = RESET_CODES.has(error.code ?? '') && phase() !== 'body';
    reject(isReset ? new SocketReset(error, request.reusedSocket) : error);
  });
  request.end(body ?? undefined);
  return promise;
}

/**
 * Ends the request when its timeout or the connect timeout passes.
 * @returns the phase that the request is in
 */
function limitTime(
  request: ClientRequest,
  timeout: number,
  reject: (error: Error) => void,
): () => RequestPhase {
  let phase: RequestPhase = 'connection';
  const startTimer = (ms: number, error: () => Error) => {
    const timer = setTimeout(() => {
      // Reject first: destroying the request ends the response with an error that does not name the cause.
      reject(error());
      request.destroy();
    }, ms);
    request.once('close', () => clearTimeout(timer));
    return timer;
  };
  if (timeout > 0) startTimer(timeout, () => new RequestTimeout(phase));
  request.once('socket', (socket: Socket) => {
    const timer = startTimer(CONNECT_TIMEOUT_MS, () => new ConnectTimeout(socket.connecting));
    onceConnected(socket, () => {
      clearTimeout(timer);
      phase = 'headers';
    });
  });
  request.once('response', () => {
    phase = 'body';
  });
  return () => phase;
}

/** Node reports an abort only once there is a socket, and a proxy may never give one. */
function rejectOnAbort(request: ClientRequest, signal: AbortSignal, reject: (reason: unknown) => void): void {
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  request.once('close', () => signal.removeEventListener('abort', onAbort));
}

function startRequest(
  { method, url, headers: texts }: Pick<HttpRequest, 'method' | 'url' | 'headers'>,
  { agent, proxy }: Transport,
  signal: AbortSignal,
): ClientRequest {
  const headers = encodeHeaders(texts);
  const start = (proxy?.url ?? url).protocol === 'https:' ? httpsRequest : httpRequest;
  if (!proxy) return start(url, { method, headers, agent, signal });
  const all = { Host: url.host, ...headers, ...proxy.headers };
  return start(proxy.url, { method, headers: all, path: url.href, agent, signal });
}

/** Go sends header values as UTF-8; Node writes each character as one byte. */
function encodeHeaders(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const encode = (value: unknown) => Buffer.from(String(value)).toString('latin1');
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(encode) : encode(value),
    ]),
  );
}

/** A kept-alive socket is connected at once, and so is an unencrypted one through a proxy. */
function onceConnected(socket: Socket & { secureConnecting?: boolean }, callback: () => void): void {
  if (socket.secureConnecting) socket.once('secureConnect', callback);
  else if (socket.connecting) socket.once('connect', callback);
  else callback();
}

/** ERR_SOCKET_CLOSED is Bun's. */
const RESET_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ERR_SOCKET_CLOSED']);
