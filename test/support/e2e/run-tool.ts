import { delimiter, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kubectl } from '../kubectl.ts';
import { expectValid } from '../valid-report.ts';
import { type Run, runProcess } from './run-process.ts';

export type { Run } from './run-process.ts';

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
  const ended = await runProcess(program, args, env, stdin);
  expectValid(ended.stdout);
  return ended;
}

/** The requests that `-v 6` logs: `GET https://… 200 OK in 12 milliseconds`. */
export const requests = ({ stderr }: Run): string[] =>
  stderr.split('\n').filter((line) => /\b[A-Z]+ https?:\/\/\S+ \d{3} .*in \d+ milliseconds$/.test(line));
