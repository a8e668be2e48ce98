/** Reads a response body: decompressed, limited in size, parsed as JSON. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { ConnectionError, PartTooLarge } from '../../model/errors.ts';
import { UnexpectedEof } from '../errors/connection-error.ts';
import type { BodySink, HttpRequest, HttpResponse, ResponseHead } from './http-message.ts';

/**
 * The limit for one item of a list, or for any other body. etcd limits objects to a tenth of it; parsing the worst
 * JSON of this size takes 1.5 GB.
 */
export const MAX_PART_BYTES = 16 * 1024 * 1024;

/** @throws {PartTooLarge} {UnexpectedEof} */
export async function readResponse(
  response: IncomingMessage,
  sinkFor: HttpRequest['sinkFor'],
): Promise<HttpResponse> {
  const { statusCode: status = 0, statusMessage: statusText = '', headersDistinct: headers } = response;
  const head = { status, statusText, headers };
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_PART_BYTES) throw new PartTooLarge();
    chunks.push(chunk);
  };
  try {
    await pump(await decompress(response), sinkFor?.(head) ?? { write: collect });
  } catch (error) {
    throw TRUNCATED.has((error as NodeJS.ErrnoException).code ?? '') ? new UnexpectedEof() : error;
  }
  return { ...head, text: Buffer.concat(chunks).toString() };
}

/** Uses events: an async iterator costs milliseconds before it is compiled. */
function pump(body: Readable, sink: BodySink): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  body.on('data', (chunk: Buffer) => {
    try {
      sink.write(chunk);
    } catch (error) {
      reject(error);
      body.destroy();
    }
  });
  body.once('end', resolve);
  body.once('error', reject);
  // A complete body emits 'end' first, which makes this a no-op.
  body.once('close', () => reject(new UnexpectedEof()));
  return promise;
}

/** The codes of a socket or of zlib for a truncated or corrupt body. */
const TRUNCATED: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ERR_STREAM_PREMATURE_CLOSE',
  'Z_BUF_ERROR',
  'Z_DATA_ERROR',
]);

async function decompress(response: IncomingMessage): Promise<Readable> {
  if (response.headers['content-encoding']?.toLowerCase() !== 'gzip') return response;
  const [{ createGunzip }, { pipeline }] = await Promise.all([import('node:zlib'), import('node:stream')]);
  // The returned stream emits the error that the callback gets.
  return pipeline(response, createGunzip(), () => {});
}

/**
 * @param requestLine names the request in the error: `GET https://…`
 * @throws {ConnectionError} for another content type, {SyntaxError} for invalid JSON
 */
export function parseBody(response: HttpResponse, requestLine: string, mayBeEmpty: boolean): unknown {
  if (response.text === '' && mayBeEmpty) return null;
  if (isJson(response)) return JSON.parse(response.text);
  throw new ConnectionError(
    `the response to ${requestLine} is ${contentType(response)}, not JSON; is it a Kubernetes API server?`,
  );
}

export function isJson(head: ResponseHead): boolean {
  return /^application\/(json|[\w.-]+\+json)\b/.test(contentType(head));
}

function contentType({ headers }: ResponseHead): string {
  return headers['content-type']?.[0]?.toLowerCase() ?? 'application/json';
}
