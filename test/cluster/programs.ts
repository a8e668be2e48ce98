import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { inject } from 'vitest';
import { executableOf, nameOf, ownTarget } from '../../scripts/package/targets.ts';
import { main } from '../../src/cli/main.ts';
import type { IO } from '../../src/model/io.ts';
import { kubectl } from '../e2e/kubectl.ts';
import { ioOf } from '../run.ts';

export interface Run {
  code: number;
  stderr: string;
}

/** What surrounds a program: nothing of this process's own environment. */
export interface Surroundings {
  env: Record<string, string>;
  cwd: string;
}

export function runKubectl(args: readonly string[], around: Surroundings): Promise<Run> {
  return run(kubectl ?? 'kubectl', args, around);
}

/** The sources, or in the project `package` the executable. */
export function runTool(args: readonly string[], around: Surroundings): Promise<Run> {
  const built = inject('built') ?? null;
  const target = ownTarget();
  if (built === null || !target) return runMain(args, around);
  return run(join(built, nameOf(target), executableOf(target)), args, around);
}

async function runMain(args: readonly string[], { env, cwd }: Surroundings): Promise<Run> {
  let stderr = '';
  const write: IO['stdout']['write'] = (text, done) => {
    stderr += text;
    done?.();
  };
  const stdout: IO['stdout'] = { write: (_, done) => done?.() };
  const code = await main(args, { ...ioOf(''), stdout, stderr: { write }, env, cwd, home: env.HOME ?? '/' });
  return { code, stderr };
}

function run(program: string, args: readonly string[], around: Surroundings): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(program, [...args], { ...around, timeout: 20_000 }, (error, _, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stderr }),
    );
    child.stdin?.end();
  });
}
