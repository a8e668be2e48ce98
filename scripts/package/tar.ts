/** Reads tar archives of npm, and writes reproducible ones. */
import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';

export interface Entry {
  name: string;
  bytes: Uint8Array;
  mode: number;
}

/** @param seconds the modification time of all files, in Unix time */
export function tarOf(entries: readonly Entry[], seconds: number): Promise<Buffer> {
  const tar = pack();
  const mtime = new Date(seconds * 1000);
  for (const { name, mode, bytes } of entries) tar.entry({ name, mode, mtime, uid: 0, gid: 0 }, bytes);
  tar.finalize();
  return buffer(tar);
}

/** @throws {Error} for an archive that lacks the file or is truncated */
export async function fileInTar(tar: Uint8Array, wanted: string): Promise<Buffer> {
  const reading = extract();
  reading.end(tar);
  for await (const entry of reading) {
    if (entry.header.name === wanted) return await buffer(entry);
    entry.resume();
  }
  throw new Error(`no ${wanted} in the archive`);
}
