/** No text has this byte: not even a file of UTF-8 that is damaged. */
export class NulByteError extends Error {
  /** In its chunk, which is the first one of nearly all such files. */
  readonly lineNumber: number;
  constructor(lineNumber: number) {
    super('it contains a NUL byte');
    this.lineNumber = lineNumber;
  }
}

const BOM = Buffer.from('\ufeff');

/**
 * Passes on the chunks of a text as UTF-8 without a byte order mark. As in kubectl, UTF-16 needs a byte order mark, and
 * bytes that are not UTF-8 stay as they are: decoding replaces them.
 * Source: cli-runtime/pkg/resource/visitor.go (unicode.BOMOverride).
 * @throws {NulByteError}
 */
export async function* utf8Chunks(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let start: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let bytes: Buffer = chunk;
    if (start !== null) {
      start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
      if (start.length < BOM.length) continue;
      if (isUtf16(start)) {
        yield await decodeUtf16(start, chunks);
        return;
      }
      bytes = withoutMark(start);
      start = null;
    }
    const nul = bytes.indexOf(0);
    if (nul >= 0) throw new NulByteError(1 + lineEndsIn(bytes.subarray(0, nul)));
    yield bytes;
  }
  if (start !== null) yield start;
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, BOM.length).equals(BOM) ? bytes.subarray(BOM.length) : bytes;
}

/** Whether the bytes begin with a byte order mark of UTF-16. */
function isUtf16([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

async function decodeUtf16(start: Buffer, rest: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks = [start];
  for await (const chunk of rest) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  const text = (bytes[0] === 0xfe ? Buffer.from(even).swap16() : even).toString('utf16le', BOM.length - 1);
  return Buffer.from(text);
}

function lineEndsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}
