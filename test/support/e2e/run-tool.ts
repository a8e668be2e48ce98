import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { kubectl } from '../kubectl.ts';
import { expectValid } from '../valid-report.ts';

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The executable under test. */
export const tool = resolve(
  process.env.KUBECTL_ENDPOINTS || fileURLToPath(new URL('../../../bin/kubectl-endpoints', import.meta.url)),
);

const programs = kubectl ? [tool, kubectl] : [tool];

/** Runs a program as a process with piped streams, and with the tool and kubectl on PATH. */
export async function run(
  program: string,
  args: readonly string[],
  kubeconfig: string,
  stdin = '',
): Promise<Run> {
  const env = {
    ...process.env,
    PATH: [...programs.map(dirname), process.env.PATH].join(delimiter),
    KUBECONFIG: kubeconfig,
    KUBECACHEDIR: `${kubeconfig}.cache`,
  };
  const child = spawn(program, args, { env });
  child.stdin.on('error', () => {}).end(stdin);
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  expectValid(stdout);
  return { code, stdout, stderr };
}

/** The requests that `-v 6` logs: `GET https://… 200 OK in 12 milliseconds`. */
export const requests = ({ stderr }: Run): string[] =>
  stderr.split('\n').filter((line) => /\b[A-Z]+ https?:\/\/\S+ \d{3} .*in \d+ milliseconds$/.test(line));
