/** From exchanges to answers: credentials, patience, and what the server says besides. */
import type { OutgoingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, RequestBody, RequestOptions } from '../model/connection.ts';
import { ConnectionError, PartTooLarge } from '../model/errors.ts';
import type { Credential, Credentials } from './credentials/credential.ts';
import { connectionError } from './errors/connection-failure.ts';
import { statusError } from './errors/status-error.ts';
import { isJson, parseBody } from './transport/body.ts';
import type { Exchange, Limits, Reply, ReplyHead, Route } from './transport/exchange.ts';
import { MAX_PART } from './transport/reply.ts';
import type { Trace } from './transport/trace.ts';
import { exchange } from './transport/transport.ts';

export interface Channel {
  /** Without a trailing slash. */
  server: string;
  /** What every request has. */
  headers: OutgoingHttpHeaders;
  credentials: Credentials;
  /** The sockets that present this credential's certificate. */
  routeFor(credential: Credential): Promise<Route>;
  limits: Limits;
  warn(headers: readonly string[]): void;
  trace: Trace;
}

/** client-go waits up to ten times; a person at a terminal should not wait that long. */
const MAX_WAITS = 4;
const MAX_WAIT_SECONDS = 15;

/** @throws {StatusError} for an answer that is not 2xx, {ConnectionError} for none that can be used */
export async function request(
  channel: Channel,
  method: string,
  path: string,
  { body, reader: readerWith }: RequestOptions = {},
): Promise<Answer> {
  const url = new URL(channel.server + path);
  const headers = { ...channel.headers, ...(body && bodyHeaders(body)) };
  const reader = readerWith?.(MAX_PART) ?? null;
  // Other answers are short, and read as text.
  const isRead = (head: ReplyHead) => reader !== null && head.status === 200 && isJson(head);
  const receiver = (head: ReplyHead) => (isRead(head) ? reader : null);
  const asked = `${method} ${url.origin}${url.pathname}`;
  try {
    const reply = await authorized(channel, { method, url, headers, body: body?.text ?? null, receiver });
    channel.warn(reply.headers.warning ?? []);
    refuseFailure(reply, url);
    return {
      status: reply.status,
      json: (isRead(reply) ? reader?.end() : null) ?? parseBody(reply, asked, method !== 'GET'),
      date: dateOf(reply),
    };
  } catch (error) {
    if (channel.limits.interrupted.aborted) throw new ConnectionError('interrupted');
    if (error instanceof PartTooLarge)
      throw new ConnectionError(`the answer to ${asked} is larger than ${MAX_PART / 2 ** 20} MiB`);
    if (error instanceof SyntaxError)
      throw new ConnectionError(`the answer to ${asked} is not complete or not valid JSON`);
    throw connectionError(error, url);
  }
}

function dateOf({ headers }: ReplyHead): string | null {
  const time = Date.parse(headers.date?.[0] ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** Node gives a length of its own to some methods only; without it, the body of a DELETE is not seen. */
function bodyHeaders({ contentType, text }: RequestBody): OutgoingHttpHeaders {
  return { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) };
}

/** A refused credential is renewed once, where it can be. */
async function authorized(channel: Channel, sent: Exchange): Promise<Reply> {
  const credential = await channel.credentials.get();
  const reply = await patient(channel, sent, credential);
  if (reply.status !== 401 || !(await channel.credentials.renew(credential))) return reply;
  return await patient(channel, sent, await channel.credentials.get());
}

/** A busy server says how long to wait. */
async function patient(channel: Channel, sent: Exchange, credential: Credential): Promise<Reply> {
  for (let waits = 0; ; waits++) {
    const reply = await traced(channel, sent, credential);
    const seconds = secondsToWait(reply);
    const busy = reply.status === 429 || reply.status === 503;
    if (!busy || !(seconds >= 0 && seconds <= MAX_WAIT_SECONDS) || waits === MAX_WAITS) return reply;
    await sleep(seconds * 1000, undefined, { signal: channel.limits.interrupted });
  }
}

/** Retry-After is a number of seconds, or a date by the server's clock (RFC 9110, section 10.2.3); NaN without one. */
function secondsToWait({ headers }: ReplyHead): number {
  const [after = ''] = headers['retry-after'] ?? [];
  if (/^\d+$/.test(after)) return Number(after);
  const now = Date.parse(headers.date?.[0] ?? '') || Date.now();
  return Math.max(0, (Date.parse(after) - now) / 1000);
}

async function traced(channel: Channel, sent: Exchange, credential: Credential): Promise<Reply> {
  const { authorization } = credential;
  const full = {
    ...sent,
    headers: { ...sent.headers, ...(authorization && { Authorization: authorization }) },
  };
  const route = await channel.routeFor(credential);
  const start = performance.now();
  try {
    const reply = await exchange(full, route, channel.limits);
    channel.trace(full, reply, performance.now() - start);
    return reply;
  } catch (error) {
    channel.trace(full, error as Error, performance.now() - start);
    throw error;
  }
}

/** @throws {StatusError} {ConnectionError} */
function refuseFailure({ status, headers, text }: Reply, url: URL): void {
  const [location] = headers.location ?? [];
  if (status >= 300 && status < 400 && location) throw redirected(url, location);
  if (status < 200 || status >= 300) throw statusError(status, text);
}

/** No API server redirects, but what guards one with a login page does. */
function redirected(url: URL, location: string): ConnectionError {
  const to = URL.canParse(location, url.href) ? new URL(location, url) : null;
  const where = to ? `${to.origin}${to.pathname}` : 'another place';
  return new ConnectionError(
    `${url.origin} redirects to ${where}: it is not, or not only, a Kubernetes API server`,
  );
}
