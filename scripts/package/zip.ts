/** Writes reproducible zip archives (PKWARE's APPNOTE.TXT). */
import { crc32, deflateRawSync } from 'node:zlib';
import type { Entry } from './tar.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Made by Unix, so that file modes apply; version 2.0 has deflate. */
const MADE_BY = (3 << 8) | 20;
const NEEDED = 20;
const DEFLATE = 8;
const REGULAR_FILE = 0o100000;

/** @param seconds the modification time of all files, in Unix time */
export function zipOf(entries: readonly Entry[], seconds: number): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const data = deflateRawSync(entry.bytes, { level: 9 });
    const shared = sharedFields(entry, data.length, seconds);
    const name = Buffer.from(entry.name);
    const file = Buffer.concat([header(LOCAL, 4), shared, name, data]);
    directory.push(header(CENTRAL, 6, MADE_BY), shared, tail(entry.mode, offset), name);
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

/** The fields that the local header and the central directory share. */
function sharedFields({ name, bytes }: Entry, packed: number, seconds: number): Buffer {
  const fields = Buffer.alloc(26);
  const { date, time } = dosTime(seconds);
  fields.writeUInt16LE(NEEDED, 0);
  fields.writeUInt16LE(DEFLATE, 4);
  fields.writeUInt16LE(time, 6);
  fields.writeUInt16LE(date, 8);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(packed, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
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

/** MS-DOS time: in steps of two seconds, from 1980. */
function dosTime(seconds: number): { date: number; time: number } {
  const at = new Date(seconds * 1000);
  return {
    date: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  };
}
