import { JsonSplitter } from '../../decode/json/json-splitter.ts';
import { JsonObjects } from './json-objects.ts';
import { parseFailure } from './parse-error.ts';
import { type ObjectVisitor, visitObjects } from './take.ts';
import { UnreadBytes } from './unread-bytes.ts';
import { utf8Chunks } from './utf8.ts';
import { readYaml } from './yaml-documents.ts';

/**
 * Hands on the objects in a file: JSON or YAML, several documents, Lists taken apart. JSON is handed on while it is
 * read, so that a recording of a large cluster is never in memory as a whole.
 * @throws {UserError} with the file's name, for what cannot be read or is no Kubernetes object
 */
export async function parseObjects(
  chunks: AsyncIterable<Buffer>,
  file: string,
  take: ObjectVisitor,
): Promise<void> {
  const iterator = utf8Chunks(chunks, file)[Symbol.asyncIterator]();
  const start = await readStart(iterator);
  const rest = { [Symbol.asyncIterator]: () => iterator };
  if (/^\s*[{[]/.test(start.toString('latin1'))) return parseJson(start, rest, file, take);
  takeYaml(await textOf(start, rest), file, take);
}

/** Up to the first character that says what the file is, without a byte order mark. */
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

/** JSON as it arrives; from a document on that is none, YAML. */
async function parseJson(
  start: Buffer,
  rest: AsyncIterable<Buffer>,
  file: string,
  take: ObjectVisitor,
): Promise<void> {
  const objects = new JsonObjects(file, take);
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
    takeRest({ text, lines, isFirst: bytes === 0 }, error, file, take);
  }
}

const ENDS_DOCUMENT = /^\s*(?:$|#|---|\.\.\.)/;

interface Rest {
  text: string;
  /** How many have ended before. */
  lines: number;
  isFirst: boolean;
}

/** @param error why it is no JSON: of what begins like JSON and is no YAML either, that says more */
function takeRest(
  { text, lines, isFirst }: Rest,
  error: SyntaxError,
  file: string,
  take: ObjectVisitor,
): void {
  // For the documents before, an empty one: so lines are counted from the beginning, and a separator has to follow.
  const whole = `${'\n'.repeat(lines)}${isFirst ? '' : '{}'}${text}`;
  let documents: ReturnType<typeof readYaml>;
  try {
    if (!isFirst && !ENDS_DOCUMENT.test(text)) throw error;
    documents = readYaml(whole, file);
  } catch (failure) {
    throw /^\s*---\s+[^\s{[]/.test(text) ? failure : parseFailure(file, error, whole);
  }
  for (const { value, positions } of documents.slice(isFirst ? 0 : 1))
    visitObjects(value, { file, positions }, take);
}

function takeYaml(text: string, file: string, take: ObjectVisitor): void {
  for (const { value, positions } of readYaml(text, file)) visitObjects(value, { file, positions }, take);
}
