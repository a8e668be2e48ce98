/** Zip archives (PKWARE's APPNOTE.TXT) that are the same bytes for the same files. */
import { crc32, deflateRawSync } from 'node:zlib';
import type { Entry } from './tar.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Unix, so that the mode counts; 2.0, the version that has deflate. */
const MADE_BY = (3 << 8) | 20;
const NEEDED = 20;
const DEFLATE = 8;
const REGULAR_FILE = 0o100000;

/** @param seconds the time of all files, since 1970 */
export function zipOf(entries: readonly Entry[], seconds: number): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const data = deflateRawSync(entry.bytes, { level: 9 });
    const facts = factsOf(entry, data.length, seconds);
    const name = Buffer.from(entry.name);
    const file = Buffer.concat([header(LOCAL, 4), facts, name, data]);
    directory.push(header(CENTRAL, 6, MADE_BY), facts, tail(entry.mode, offset), name);
    files.push(file);
    offset += file.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([...files, ...directory, end(entries.length, size, offset)]);
}

function header(signature: number, length: number, madeBy?: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(signature);
  if (madeBy !== undefined) bytes.writeUInt16LE(madeBy, 4);
  return bytes;
}

/** What the header of a file and its entry in the directory share. */
function factsOf({ name, bytes }: Entry, packed: number, seconds: number): Buffer {
  const facts = Buffer.alloc(26);
  const { date, time } = dosTime(seconds);
  facts.writeUInt16LE(NEEDED, 0);
  facts.writeUInt16LE(DEFLATE, 4);
  facts.writeUInt16LE(time, 6);
  facts.writeUInt16LE(date, 8);
  facts.writeUInt32LE(crc32(bytes), 10);
  facts.writeUInt32LE(packed, 14);
  facts.writeUInt32LE(bytes.length, 18);
  facts.writeUInt16LE(Buffer.byteLength(name), 22);
  return facts;
}

function tail(mode: number, offset: number): Buffer {
  const bytes = Buffer.alloc(14);
  bytes.writeUInt32LE(((REGULAR_FILE | mode) << 16) >>> 0, 6);
  bytes.writeUInt32LE(offset, 10);
  return bytes;
}

function end(count: number, size: number, offset: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(END);
  bytes.writeUInt16LE(count, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(size, 12);
  bytes.writeUInt32LE(offset, 16);
  return bytes;
}

/** In steps of two seconds, since 1980. */
function dosTime(seconds: number): { date: number; time: number } {
  const at = new Date(seconds * 1000);
  return {
    date: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  };
}
