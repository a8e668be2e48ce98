/** A REST client: round trips with credentials and retries, responses as JSON, failures as errors. */
import type { OutgoingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, RequestBody, RequestOptions } from '../model/connection.ts';
import { ConnectionError, PartTooLarge } from '../model/errors.ts';
import type { Credential, CredentialSource } from './credentials/credential.ts';
import { connectionError } from './errors/connection-error.ts';
import { statusError } from './errors/status-error.ts';
import type { HttpRequest, HttpResponse, ResponseHead } from './transport/http-message.ts';
import { isJson, MAX_PART_BYTES, parseBody } from './transport/response-body.ts';
import { type RequestLimits, roundTrip } from './transport/round-trip.ts';
import type { Trace } from './transport/trace.ts';
import type { Transport } from './transport/transport.ts';

export interface RestClient {
  /** Without a trailing slash. */
  server: string;
  /** Sent with every request. */
  headers: OutgoingHttpHeaders;
  credentials: CredentialSource;
  /** The transport that presents this credential's client certificate. */
  transportFor(credential: Credential): Promise<Transport>;
  limits: RequestLimits;
  /** Handles the Warning headers of a response. */
  warn(headers: readonly string[]): void;
  trace: Trace;
}

/** client-go retries up to ten times, too long for a person at a terminal. */
const MAX_RETRIES = 4;
const MAX_RETRY_AFTER_SECONDS = 15;

/** @throws {StatusError} for a status other than 2xx, {ConnectionError} for no usable response */
export async function request(
  client: RestClient,
  method: string,
  path: string,
  { body, reader: newReader }: RequestOptions = {},
): Promise<Answer> {
  const url = new URL(client.server + path);
  const headers = { ...client.headers, ...(body && bodyHeaders(body)) };
  const reader = newReader?.(MAX_PART_BYTES) ?? null;
  // Errors and other content types are short, and kept as text.
  const isStreamed = (head: ResponseHead) => reader !== null && head.status === 200 && isJson(head);
  const sinkFor = (head: ResponseHead) => (isStreamed(head) ? reader : null);
  const requestLine = `${method} ${url.origin}${url.pathname}`;
  try {
    const response = await sendAuthorized(client, {
      method,
      url,
      headers,
      body: body?.text ?? null,
      sinkFor,
    });
    client.warn(response.headers.warning ?? []);
    throwIfFailed(response, url);
    return {
      status: response.status,
      json:
        (isStreamed(response) ? reader?.end() : null) ?? parseBody(response, requestLine, method !== 'GET'),
      date: dateOf(response),
    };
  } catch (error) {
    if (client.limits.interrupted.aborted) throw new ConnectionError('interrupted');
    if (error instanceof PartTooLarge)
      throw new ConnectionError(
        `the response to ${requestLine} is larger than ${MAX_PART_BYTES / 2 ** 20} MiB`,
      );
    if (error instanceof SyntaxError)
      throw new ConnectionError(`the response to ${requestLine} is incomplete or not valid JSON`);
    throw connectionError(error, url);
  }
}

function dateOf({ headers }: ResponseHead): string | null {
  const time = Date.parse(headers.date?.[0] ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** Node sets Content-Length for some methods only; without it, the server ignores the body of a DELETE. */
function bodyHeaders({ contentType, text }: RequestBody): OutgoingHttpHeaders {
  return { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) };
}

/** Renews a refused credential once, if its source can. */
async function sendAuthorized(client: RestClient, request: HttpRequest): Promise<HttpResponse> {
  const credential = await client.credentials.get();
  const response = await sendWithRetryAfter(client, request, credential);
  if (response.status !== 401 || !(await client.credentials.renew(credential))) return response;
  return await sendWithRetryAfter(client, request, await client.credentials.get());
}

/** Retries after the time that a busy server asks for. */
async function sendWithRetryAfter(
  client: RestClient,
  request: HttpRequest,
  credential: Credential,
): Promise<HttpResponse> {
  for (let retries = 0; ; retries++) {
    const response = await sendTraced(client, request, credential);
    const seconds = retryAfterSeconds(response);
    const isBusy = response.status === 429 || response.status === 503;
    const isShort = seconds >= 0 && seconds <= MAX_RETRY_AFTER_SECONDS;
    if (!isBusy || !isShort || retries === MAX_RETRIES) return response;
    await sleep(seconds * 1000, undefined, { signal: client.limits.interrupted });
  }
}

/** Retry-After is a number of seconds, or a date by the server's clock (RFC 9110, section 10.2.3); NaN without one. */
function retryAfterSeconds({ headers }: ResponseHead): number {
  const [after = ''] = headers['retry-after'] ?? [];
  if (/^\d+$/.test(after)) return Number(after);
  const now = Date.parse(headers.date?.[0] ?? '') || Date.now();
  return Math.max(0, (Date.parse(after) - now) / 1000);
}

async function sendTraced(
  client: RestClient,
  request: HttpRequest,
  credential: Credential,
): Promise<HttpResponse> {
  const { authorization } = credential;
  const authorized = {
    ...request,
    headers: { ...request.headers, ...(authorization && { Authorization: authorization }) },
  };
  const transport = await client.transportFor(credential);
  const start = performance.now();
  try {
    const response = await roundTrip(authorized, transport, client.limits);
    client.trace(authorized, response, performance.now() - start);
    return response;
  } catch (error) {
    client.trace(authorized, error as Error, performance.now() - start);
    throw error;
  }
}

/** @throws {StatusError} {ConnectionError} */
function throwIfFailed({ status, headers, text }: HttpResponse, url: URL): void {
  const [location] = headers.location ?? [];
  if (status >= 300 && status < 400 && location) throw redirectError(url, location);
  if (status < 200 || status >= 300) throw statusError(status, text);
}

/** An API server does not redirect, but a login proxy in front of it does. */
function redirectError(url: URL, location: string): ConnectionError {
  const to = URL.canParse(location, url.href) ? new URL(location, url) : null;
  const where = to ? `${to.origin}${to.pathname}` : 'another place';
  return new ConnectionError(`${url.origin} redirects to ${where}; is it a Kubernetes API server?`);
}
