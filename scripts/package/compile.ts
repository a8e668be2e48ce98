/** The executable of a platform: Bun's runtime with our code as bytecode. */
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
  // Most runs are over before a compiled function has paid for itself.
  '--compile-jit-policy=10',
  '--minify',
  // A chunk for each command, as in the bundle for Node: a start reads only what the command needs.
  '--format=esm',
  '--splitting',
  '--reject-unresolved',
  // What lies in the directory of a user is not for us.
  '--no-compile-autoload-dotenv',
  '--no-compile-autoload-bunfig',
  '--no-compile-autoload-tsconfig',
  '--no-compile-autoload-package-json',
];

/** @returns the files that are in it, relative to the root of the project */
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
  // Nothing of this environment has a say in what is built.
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
