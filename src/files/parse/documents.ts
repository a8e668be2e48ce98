import { JsonSplitter } from '../../decode/json/json-splitter.ts';
import { JsonObjects } from './json-objects.ts';
import { parseFailure } from './parse-error.ts';
import { utf8Chunks } from './utf8.ts';
import { type ObjectVisitor, visitObjects } from './visit-objects.ts';
import { readYaml } from './yaml-documents.ts';

/**
 * Visits the objects in a file of JSON or YAML documents, those in Lists too. It visits JSON while it reads it, so that
 * a recording of a large cluster is never in memory as a whole.
 * @throws {UserError} with the file's name, for a file that cannot be read and a value that is no Kubernetes object
 */
export async function parseObjects(
  chunks: AsyncIterable<Buffer>,
  file: string,
  visit: ObjectVisitor,
): Promise<void> {
  const iterator = utf8Chunks(chunks, file)[Symbol.asyncIterator]();
  const start = await readStart(iterator);
  const rest = { [Symbol.asyncIterator]: () => iterator };
  if (/^\s*[{[]/.test(start.toString('latin1'))) return parseJson(start, rest, file, visit);
  visitYaml(await textOf(start, rest), file, visit);
}

/** Reads up to the first character that is no space, without a byte order mark. */
async function readStart(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  for (;;) {
    if (start.length >= BOM.length && start.subarray(0, BOM.length).equals(BOM))
      start = start.subarray(BOM.length);
    if (start.length >= BOM.length && /\S/.test(start.toString('latin1'))) return start;
    const next = await chunks.next();
    if (next.done) return start;
    start = Buffer.concat([start, next.value]);
  }
}

const BOM = Buffer.from('\ufeff');

async function textOf(start: Buffer, rest: AsyncIterable<Buffer>): Promise<string> {
  const chunks = [start];
  for await (const chunk of rest) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Reads JSON as it arrives. From the first document that is not JSON on, the file is read as YAML. */
async function parseJson(
  start: Buffer,
  rest: AsyncIterable<Buffer>,
  file: string,
  visit: ObjectVisitor,
): Promise<void> {
  const objects = new JsonObjects(file, visit);
  const splitter = new JsonSplitter(objects);
  const unread = new UnreadBytes();
  const write = (chunk: Buffer) => {
    unread.add(chunk);
    splitter.write(chunk);
    unread.forget(objects.hasItems ? Number.POSITIVE_INFINITY : splitter.read.bytes);
  };
  try {
    write(start);
    for await (const chunk of rest) {
      write(chunk);
      await objects.pack();
    }
    splitter.end();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (objects.hasItems) throw parseFailure(file, error, '');
    const { bytes, lines } = splitter.read;
    const text = await textOf(unread.from(bytes), rest);
    visitYamlRest({ text, lines, isFirst: bytes === 0 }, error, file, visit);
  }
}

/** The chunks of a text that may have to be read again. */
class UnreadBytes {
  #chunks: Buffer[] = [];
  /** The number of bytes before the first chunk. */
  #before = 0;

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  /** Drops the chunks that end within that many bytes of the text. */
  forget(bytes: number): void {
    while (this.#chunks[0] && this.#before + this.#chunks[0].length <= bytes)
      this.#before += this.#chunks.shift()?.length ?? 0;
  }

  /** The bytes after that many bytes of the text. */
  from(bytes: number): Buffer {
    return Buffer.concat(this.#chunks).subarray(bytes - this.#before);
  }
}

const ENDS_DOCUMENT = /^\s*(?:$|#|---|\.\.\.)/;

/** The text of a file from a document on. */
interface Rest {
  text: string;
  /** The number of lines before the text. */
  lines: number;
  isFirst: boolean;
}

/** @param error why the text is not JSON: for a text that begins like JSON this says more than the error of YAML */
function visitYamlRest(
  { text, lines, isFirst }: Rest,
  error: SyntaxError,
  file: string,
  visit: ObjectVisitor,
): void {
  // An empty document stands for those before: lines count from the beginning, and a separator has to follow.
  const padded = `${'\n'.repeat(lines)}${isFirst ? '' : '{}'}${text}`;
  let documents: ReturnType<typeof readYaml>;
  try {
    if (!isFirst && !ENDS_DOCUMENT.test(text)) throw error;
    documents = readYaml(padded, file);
  } catch (failure) {
    throw /^\s*---\s+[^\s{[]/.test(text) ? failure : parseFailure(file, error, padded);
  }
  for (const { value, positions } of documents.slice(isFirst ? 0 : 1))
    visitObjects(value, { file, positions }, visit);
}

function visitYaml(text: string, file: string, visit: ObjectVisitor): void {
  for (const { value, positions } of readYaml(text, file)) visitObjects(value, { file, positions }, visit);
}
