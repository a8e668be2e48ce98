import { isUtf8 } from 'node:buffer';
import { UserError } from '../../model/errors.ts';

/**
 * Passes on the chunks of a UTF-8 text.
 * @throws {UserError} with the file's name, for other encodings and for NUL bytes
 */
export async function* utf8Chunks(chunks: AsyncIterable<Buffer>, file: string): AsyncIterable<Buffer> {
  const fail = (why: string) => new UserError(`error parsing ${file}: ${why}`);
  let cut: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of chunks) {
    const bytes = cut.length > 0 ? Buffer.concat([cut, chunk]) : chunk;
    if (isFirst && isUtf16(bytes)) throw fail('it is UTF-16, not UTF-8');
    if (bytes.includes(0)) throw fail('it contains a NUL byte');
    const end = bytes.length - cutCharacter(bytes);
    if (!isUtf8(bytes.subarray(0, end))) throw fail('it is not UTF-8');
    cut = bytes.subarray(end);
    isFirst &&= bytes.length < 2;
    yield chunk;
  }
  if (cut.length > 0) throw fail('it is not UTF-8');
}

/** Whether the bytes begin with a byte order mark of UTF-16. */
function isUtf16([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** The number of bytes at the end that are an incomplete character. */
function cutCharacter(bytes: Buffer): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count += 1) {
    const byte = bytes[bytes.length - count] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return count < lengthOf(byte) ? count : 0;
  }
  return 0;
}

/** The length of the character that begins with the byte. */
function lengthOf(byte: number): number {
  return byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
}
