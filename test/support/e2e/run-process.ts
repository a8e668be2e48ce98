import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program as a process with piped streams. */
export async function runProcess(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stdin = '',
): Promise<Run> {
  const child = spawn(program, args, { env });
  child.stdin.on('error', () => {}).end(stdin);
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, stdout, stderr };
}
