import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test as base, inject } from 'vitest';
import { executableOf, nameOf, ownTarget } from '../../../scripts/package/targets.ts';

const built = inject('built');
const target = ownTarget();

export const root = join(import.meta.dirname, '../../..');

/** A test of the files that `npm run package` builds for this machine. */
export const test = base.skipIf(!built);

/** The folder of the build. */
export const dist = built ?? '';

export const executable = target ? join(dist, nameOf(target), executableOf(target)) : '';

export const archive = built
  ? join(built, readdirSync(built).find((file) => /\.(zip|tar\.gz)$/.test(file)) ?? '')
  : '';

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string | undefined>;
  cwd?: string;
  stdin?: string;
}

/** Runs a program in this environment; variables set to undefined are removed. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = spawn(program, args, { cwd: options.cwd ?? root, env: { ...process.env, ...options.env } });
  child.stdin.on('error', () => {}).end(options.stdin ?? '');
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, stdout, stderr };
}
