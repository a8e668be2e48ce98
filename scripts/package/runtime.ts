/** Bun for each platform, verified against the checksum in package-lock.json. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import lock from '../../package-lock.json' with { type: 'json' };
import { seal } from './seal.ts';
import { fileInTar } from './tar.ts';
import type { Target } from './targets.ts';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/runtimes');

/** The path of Bun for a platform: installed by `npm ci` for this one, fetched from the npm registry for others. */
export async function runtimeOf(target: Target): Promise<string> {
  const file = target.os === 'windows' ? 'bun.exe' : 'bun';
  const installed = join(root, 'node_modules/@oven', target.runtime, 'bin', file);
  return existsSync(installed) ? installed : fetchRuntime(target.runtime, file);
}

/** The path of the sealed Bun that goes into an executable. */
export async function sealedRuntimeOf(target: Target): Promise<string> {
  const path = join(cache, `sealed-${target.runtime}`);
  mkdirSync(cache, { recursive: true });
  write(path, seal(readFileSync(await runtimeOf(target))));
  return path;
}

function write(path: string, bytes: Buffer): void {
  writeFileSync(`${path}.new`, bytes, { mode: 0o755 });
  renameSync(`${path}.new`, path);
}

async function fetchRuntime(runtime: string, file: string): Promise<string> {
  const name = `@oven/${runtime}`;
  const { version, integrity } = pinnedVersion(name);
  const path = join(cache, `${runtime}-${version}`, file);
  if (existsSync(path)) return path;
  const tar = gunzipSync(downloadPackage(`${name}@${version}`, integrity));
  const bun = await fileInTar(tar, `package/bin/${file}`);
  mkdirSync(join(path, '..'), { recursive: true });
  write(path, bun);
  return path;
}

function pinnedVersion(name: string): { version: string; integrity: string } {
  const entry = (lock.packages as Record<string, { version?: string; integrity?: string }>)[
    `node_modules/${name}`
  ];
  if (!entry?.version || !entry.integrity) throw new Error(`package-lock.json does not pin ${name}`);
  return { version: entry.version, integrity: entry.integrity };
}

function downloadPackage(spec: string, integrity: string): Buffer {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'pack-'));
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const words = [
      'pack',
      spec,
      '--json',
      '--prefer-offline',
      '--ignore-scripts',
      '--pack-destination',
      folder,
    ];
    const { status, stdout, stderr } = spawnSync(npm, words, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`npm pack ${spec}: ${stderr}`);
    const bytes = readFileSync(join(folder, JSON.parse(stdout)[0].filename));
    verify(bytes, integrity, spec);
    return bytes;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function verify(bytes: Buffer, integrity: string, what: string): void {
  const [algorithm = '', wanted] = integrity.split('-');
  const got = createHash(algorithm).update(bytes).digest('base64');
  if (got !== wanted)
    throw new Error(`${what}: ${algorithm}-${got} is not ${integrity} of package-lock.json`);
}
