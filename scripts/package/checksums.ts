/** Writes checksums.txt for the files of a release, in the format of `sha256sum --check`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './archive.ts';

const RELEASED = /\.(tar\.gz|zip|tgz|yaml|json)$/;

const releasedIn = (dist: string) => readdirSync(dist).filter((file) => RELEASED.test(file));

/** Removes the files of an earlier build. */
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
