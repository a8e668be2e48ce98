/** The files of a release, and checksums.txt over them, as `sha256sum --check` reads it. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './archive.ts';

const RELEASED = /\.(tar\.gz|zip|tgz|yaml|json)$/;

const releasedIn = (dist: string) => readdirSync(dist).filter((file) => RELEASED.test(file));

/** So that there is nothing of a build before. */
export function removeReleased(dist: string): void {
  mkdirSync(dist, { recursive: true });
  for (const file of releasedIn(dist)) rmSync(join(dist, file));
}

export function writeChecksums(dist: string): void {
  const lines = releasedIn(dist)
    .sort()
    .map((file) => `${sha256(readFileSync(join(dist, file)))}  ${file}\n`);
  writeFileSync(join(dist, 'checksums.txt'), lines.join(''));
}
