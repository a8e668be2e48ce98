/** The bytes of an answer, unzipped and bounded. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { PartTooLarge } from '../../model/errors.ts';
import { CutAnswer } from '../errors/connection-failure.ts';
import type { Exchange, Receiver, Reply } from './exchange.ts';
/**
 * Bytes of an item of a list, or of any other answer; etcd holds no object of more than a tenth of it. Parsed, the
 * worst JSON of this size takes 1.5 GB.
 */
export const MAX_PART = 16 * 1024 * 1024;

/** @throws {PartTooLarge} {CutAnswer} */
export async function readReply(response: IncomingMessage, sent: Pick<Exchange, 'receiver'>): Promise<Reply> {
  const { statusCode: status = 0, statusMessage: statusText = '', headersDistinct: headers } = response;
  const head = { status, statusText, headers };
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_PART) throw new PartTooLarge();
    chunks.push(chunk);
  };
  const receiver = sent.receiver?.(head) ?? { write: collect };
  try {
    await drain(await plain(response), receiver);
  } catch (error) {
    throw CUT.has((error as NodeJS.ErrnoException).code ?? '') ? new CutAnswer() : error;
  }
  return { ...head, text: Buffer.concat(chunks).toString() };
}

/** By events: an iterator costs milliseconds before it is compiled. */
function drain(body: Readable, receiver: Receiver): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  body.on('data', (chunk: Buffer) => {
    try {
      receiver.write(chunk);
    } catch (error) {
      reject(error);
      body.destroy();
    }
  });
  body.once('end', resolve);
  body.once('error', reject);
  // After both of them, where it has come to its end.
  body.once('close', () => reject(new CutAnswer()));
  return promise;
}

/** What a socket and the unzipping say of an answer that ends too soon, or that is not what it says it is. */
const CUT: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ERR_STREAM_PREMATURE_CLOSE',
  'Z_BUF_ERROR',
  'Z_DATA_ERROR',
]);

async function plain(response: IncomingMessage): Promise<Readable> {
  if (response.headers['content-encoding']?.toLowerCase() !== 'gzip') return response;
  const [{ createGunzip }, { pipeline }] = await Promise.all([import('node:zlib'), import('node:stream')]);
  // The callback is called for an error that the result tells of as well.
  return pipeline(response, createGunzip(), () => {});
}
