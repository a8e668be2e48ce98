/** The archive of a platform: the executable and its licenses. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Archive } from './manifest.ts';
import { NOTICES } from './notices.ts';
import { type Entry, tarOf } from './tar.ts';
import { executableOf, nameOf, type Target } from './targets.ts';
import { zipOf } from './zip.ts';

export const archiveName = ({ os, arch }: Target, version: string) =>
  `kubectl-endpoints_v${version}_${os}_${arch}.${os === 'windows' ? 'zip' : 'tar.gz'}`;

/**
 * @param dist has a folder for each platform, and receives the archives
 * @param seconds the modification time of all files, in Unix time
 */
export async function archive(
  dist: string,
  target: Target,
  version: string,
  seconds: number,
): Promise<Archive> {
  const file = archiveName(target, version);
  const entries: Entry[] = [
    { name: executableOf(target), mode: 0o755 },
    { name: 'LICENSE', mode: 0o644 },
    { name: NOTICES, mode: 0o644 },
  ].map((entry) => ({ ...entry, bytes: readFileSync(join(dist, nameOf(target), entry.name)) }));
  const bytes =
    target.os === 'windows'
      ? zipOf(entries, seconds)
      : await promisify(gzip)(await tarOf(entries, seconds), { level: 9 });
  writeFileSync(join(dist, file), bytes);
  return { target, file, sha256: sha256(bytes) };
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
