/** Tar archives: those of npm are read, ours are written so that the same files give the same bytes. */
import { Buffer } from 'node:buffer';

const BLOCK = 512;

export interface Entry {
  name: string;
  bytes: Uint8Array;
  mode: number;
}

/** @param seconds the time of all files, since 1970 */
export function tarOf(entries: readonly Entry[], seconds: number): Buffer {
  const blocks = entries.flatMap((entry) => [header(entry, seconds), padded(entry.bytes)]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** A ustar header of a regular file that belongs to nobody (POSIX.1-2017, pax: "ustar Interchange Format"). */
function header({ name, bytes, mode }: Entry, seconds: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at);
  block.write(name, 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(bytes.length, 124, 12);
  octal(seconds, 136, 12);
  // The checksum is that of the header with blanks in the checksum's own place.
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function padded(bytes: Uint8Array): Buffer {
  const rest = bytes.length % BLOCK;
  return Buffer.concat([bytes, Buffer.alloc(rest === 0 ? 0 : BLOCK - rest)]);
}

/** @throws {Error} where the archive has no such file */
export function fileInTar(tar: Buffer, wanted: string): Buffer {
  const text = (at: number, length: number) => tar.toString('latin1', at, at + length).split('\0')[0] ?? '';
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const length = Number.parseInt(text(at + 124, 12), 8) || 0;
    const start = at + BLOCK;
    if (text(at, 100) === wanted) return tar.subarray(start, start + length);
    at = start + Math.ceil(length / BLOCK) * BLOCK;
  }
  throw new Error(`no ${wanted} in the archive`);
}
