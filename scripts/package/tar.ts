/** Tar archives: those of npm are read, ours are written so that the same files give the same bytes. */
import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';

export interface Entry {
  name: string;
  bytes: Uint8Array;
  mode: number;
}

/** @param seconds the time of all files, since 1970; they belong to nobody */
export function tarOf(entries: readonly Entry[], seconds: number): Promise<Buffer> {
  const tar = pack();
  const mtime = new Date(seconds * 1000);
  for (const { name, mode, bytes } of entries) tar.entry({ name, mode, mtime, uid: 0, gid: 0 }, bytes);
  tar.finalize();
  return buffer(tar);
}

/** @throws {Error} where the archive has no such file, or is cut */
export async function fileInTar(tar: Uint8Array, wanted: string): Promise<Buffer> {
  const reading = extract();
  reading.end(tar);
  for await (const entry of reading) {
    if (entry.header.name === wanted) return await buffer(entry);
    entry.resume();
  }
  throw new Error(`no ${wanted} in the archive`);
}
