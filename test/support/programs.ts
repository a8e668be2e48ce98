import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inject, onTestFinished } from 'vitest';
import { executableOf, nameOf, ownTarget } from '../../scripts/package/targets.ts';
import { main } from '../../src/cli/main.ts';
import type { IO } from '../../src/model/io.ts';
import { ioWithStdin } from './fake-io.ts';
import { kubectl } from './kubectl.ts';

export interface Run {
  code: number | null;
  stderr: string;
}

/** The output and resource usage of a process. */
export interface ExitedProcess extends Run {
  stdout: string;
  milliseconds: number;
  /** Peak memory in MB; 0 if unknown. */
  megabytes: number;
}

/** The whole environment of a process, which inherits nothing. */
export interface ProcessOptions {
  env: Record<string, string>;
  cwd: string;
  stdio?: StdioOptions;
}

const target = ownTarget();
const built = inject('built') ?? null;
const [program, ...first] =
  built !== null && target
    ? [join(built, nameOf(target), executableOf(target))]
    : [process.execPath, inject('launcher') ?? ''];

export function runKubectl(args: readonly string[], options: ProcessOptions): Promise<Run> {
  return waitForExit(spawn(kubectl ?? 'kubectl', [...args], options)).then(({ code, stderr }) => ({
    code,
    stderr,
  }));
}

/** Runs the sources, or in the project `package` the executable. */
export async function runTool(args: readonly string[], options: ProcessOptions): Promise<Run> {
  if (built === null) return await runMain(args, options);
  const { code, stderr } = await waitForExit(startTool(args, options));
  return { code, stderr };
}

/** Starts the tool as a process, which ends with the test. */
export function startTool(args: readonly string[], options: ProcessOptions): ChildProcess {
  const child = spawn(program ?? '', [...first, ...args], options);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** The command line of the tool. */
export const toolCommand = (args: readonly string[]) => [program ?? '', ...first, ...args];

export async function waitForExit(child: ChildProcess): Promise<ExitedProcess> {
  const begin = performance.now();
  let megabytes = 0;
  const timer = setInterval(() => {
    megabytes = Math.max(megabytes, peakOf(child));
  }, 20);
  child.stdin?.on('error', () => {}).end();
  const [stdout, stderr, [code]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'close'),
  ]).finally(() => clearInterval(timer));
  return { code, stdout, stderr, milliseconds: performance.now() - begin, megabytes };
}

/** The peak memory in MB, which Linux records. */
function peakOf({ pid }: ChildProcess): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

async function runMain(args: readonly string[], { env, cwd }: ProcessOptions): Promise<Run> {
  let stderr = '';
  const write: IO['stdout']['write'] = (text, done) => {
    stderr += text;
    done?.();
  };
  const stdout: IO['stdout'] = { write: (_, done) => done?.() };
  const code = await main(args, {
    ...ioWithStdin(''),
    stdout,
    stderr: { write },
    env,
    cwd,
    home: env.HOME ?? '/',
  });
  return { code, stderr };
}
