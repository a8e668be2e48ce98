import { JsonSplitter } from '../../decode/json/json-splitter.ts';
import { JsonObjects } from './json-objects.ts';
import { countLines, splitAtSeparators } from './kubectl-documents.ts';
import { jsonFailure, ParseFailure } from './parse-failure.ts';
import { NulByteError, utf8Chunks } from './utf8.ts';
import { type DocumentVisitor, visitObjects } from './visit-objects.ts';
import { readYaml } from './yaml-documents.ts';

/** Is told of what a file has. */
export interface FileVisitor extends DocumentVisitor {
  /** Of the document, or of the rest of the file, nothing was visited. */
  unparsed(failure: ParseFailure): void;
  /** What was visited of the file is to be forgotten: it ends within a list. */
  incomplete(failure: ParseFailure): void;
}

/**
 * Visits the objects in a file of JSON or YAML documents, those in Lists too. It visits JSON while it reads it, so that
 * a recording of a large cluster is never in memory as a whole.
 */
export async function parseObjects(
  chunks: AsyncIterable<Buffer>,
  file: string,
  visitor: FileVisitor,
): Promise<void> {
  const iterator = utf8Chunks(chunks)[Symbol.asyncIterator]();
  try {
    const start = await readStart(iterator);
    const rest = { [Symbol.asyncIterator]: () => iterator };
    if (beginsAsJson(start)) await parseJson(start, rest, file, visitor);
    else await visitYamlParts(start, rest, file, visitor);
  } catch (error) {
    if (!(error instanceof NulByteError)) throw error;
    visitor.incomplete(new ParseFailure(error.lineNumber, error.message, ''));
  }
}

function beginsAsJson(start: Buffer): boolean {
  const head = start.toString('latin1', 0, HEAD);
  return /^\s*[{[]/.test(/\S/.test(head) ? head : start.toString('latin1'));
}

/** Most texts begin within these bytes. */
const HEAD = 64;

/** Reads up to the first character that is no space. */
async function readStart(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  for (;;) {
    if (/\S/.test(start.toString('latin1', 0, HEAD)) || /\S/.test(start.toString('latin1'))) return start;
    const next = await chunks.next();
    if (next.done) return start;
    start = start.length === 0 ? next.value : Buffer.concat([start, next.value]);
  }
}

async function textOf(start: Buffer, rest: AsyncIterable<Buffer>): Promise<string> {
  const chunks = [start];
  for await (const chunk of rest) chunks.push(chunk);
  return chunks.length === 1 ? start.toString() : Buffer.concat(chunks).toString();
}

/** Reads JSON as it arrives. From the first document that is not JSON on, the file is read as YAML. */
async function parseJson(
  start: Buffer,
  rest: AsyncIterable<Buffer>,
  file: string,
  visitor: FileVisitor,
): Promise<void> {
  const objects = new JsonObjects(file, visitor);
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
    const { bytes, lines: line } = splitter.read;
    if (objects.hasItems) visitor.incomplete(jsonFailure(error, { text: '', line }));
    else
      visitYamlRest(
        await textOf(unread.from(bytes), rest),
        { line, error, isFirst: bytes === 0 },
        file,
        visitor,
      );
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

/**
 * The rest of a file from the first document on that is not JSON.
 * @param error why it is not: for a text that begins like JSON this says more than the error of YAML
 */
function visitYamlRest(
  text: string,
  { line, error, isFirst }: { line: number; error: SyntaxError; isFirst: boolean },
  file: string,
  visitor: FileVisitor,
): void {
  if (!isFirst && !ENDS_DOCUMENT.test(text)) visitor.unparsed(jsonFailure(error, { text, line }));
  else
    visitYaml(text, line, file, {
      ...visitor,
      unparsed: (failure) =>
        visitor.unparsed(
          /^\s*[{[]/.test(failure.text) && !failure.isTemplate ? jsonFailure(error, { text, line }) : failure,
        ),
    });
}

async function visitYamlParts(
  start: Buffer,
  rest: AsyncIterable<Buffer>,
  file: string,
  visitor: FileVisitor,
): Promise<void> {
  let line = 0;
  for await (const part of splitAtSeparators(start, rest)) {
    visitYaml(part, line, file, visitor);
    line += countLines(part);
  }
}

function visitYaml(text: string, line: number, file: string, visitor: FileVisitor): void {
  for (const document of readYaml(text, line))
    if (document instanceof ParseFailure) visitor.unparsed(document);
    else visitObjects(document.value, { file, positions: document.positions }, visitor);
}
