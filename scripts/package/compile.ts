/** Compiles the executable of a platform: Bun's runtime and our code as bytecode. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Build, defines } from '../build-info.ts';
import { runtimeOf, sealedRuntimeOf } from './runtime.ts';
import { ownTarget, type Target } from './targets.ts';

const root = join(import.meta.dirname, '../..');

const FLAGS = [
  '--compile',
  '--bytecode',
  // Most runs are too short for JIT compilation to pay off.
  '--compile-jit-policy=10',
  '--minify',
  // A chunk per command, as in the bundle for Node.
  '--format=esm',
  '--splitting',
  '--reject-unresolved',
  // Files in the working directory of a user must not configure the executable.
  '--no-compile-autoload-dotenv',
  '--no-compile-autoload-bunfig',
  '--no-compile-autoload-tsconfig',
  '--no-compile-autoload-package-json',
];

/** @returns the source files of the executable, relative to the root of the project */
export async function compile(
  target: Target,
  path: string,
  build: Build | null,
  entry = 'bin/executable.mts',
): Promise<string[]> {
  const own = ownTarget();
  if (!own) throw new Error(`no Bun for ${process.platform} ${process.arch} to compile with`);
  const metafile = `${path}.json`;
  mkdirSync(dirname(path), { recursive: true });
  const words = [
    'build',
    ...FLAGS,
    `--target=${target.runtime}`,
    `--compile-executable-path=${await sealedRuntimeOf(target)}`,
    ...Object.entries(defines(build)).map(([name, value]) => `--define=${name}=${value}`),
    `--outfile=${path}`,
    `--metafile=${metafile}`,
    entry,
  ];
  // The environment must not change the build.
  const env = { PATH: process.env.PATH };
  const { status, stdout, stderr } = spawnSync(await runtimeOf(own), words, {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`bun build for ${target.os}/${target.arch}: ${stdout}${stderr}`);
  const { inputs } = JSON.parse(readFileSync(metafile, 'utf8'));
  rmSync(metafile);
  return Object.keys(inputs);
}
