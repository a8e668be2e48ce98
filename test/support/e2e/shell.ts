import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findScriptOrSkip } from '../binaries.ts';
import { kubectl } from '../kubectl.ts';
import { tool } from './run-tool.ts';
import { waitFor } from './wait.ts';

export const script = findScriptOrSkip('completion in shells');

/** The environment of a shell: both names of the tool, as links, and kubectl on PATH. */
export function shellEnvironment(kubeconfig: string): NodeJS.ProcessEnv {
  const links = `${dirname(kubeconfig)}/bin-of-${basename(kubeconfig)}`;
  rmSync(links, { recursive: true, force: true });
  mkdirSync(links);
  for (const name of ['kubectl-endpoints', 'kubectl_complete-endpoints'])
    symlinkSync(tool, `${links}/${name}`);
  const programs = [process.execPath, ...(kubectl ? [kubectl] : [])].map(dirname);
  return {
    ...process.env,
    PATH: [links, ...programs, process.env.PATH].join(delimiter),
    KUBECONFIG: kubeconfig,
    KUBECACHEDIR: `${kubeconfig}.cache`,
    TERM: 'dumb',
  };
}

/** The completions that fish shows for each line. */
export function fishCompletions(kubeconfig: string, lines: readonly string[]): string[][] {
  const offers = lines.map((line) => `complete -C '${line}' | string replace -r '\\t.*' ''; echo end`);
  const start = ['kubectl completion fish | source', 'kubectl-endpoints completion fish | source'];
  const program = [...start, ...offers].join('\n');
  const text = execFileSync('fish', ['--no-config', '-c', program], {
    env: shellEnvironment(kubeconfig),
    encoding: 'utf8',
  });
  return text
    .split('end\n')
    .slice(0, -1)
    .map((one) => one.split('\n').filter((word) => word !== ''));
}

const PROMPT = 'ready> ';

/** An interactive shell on a terminal. */
export class Shell {
  readonly #child: ChildProcess;
  #screen = '';

  /** @param start lines to type first */
  static async open(command: string, kubeconfig: string, start: readonly string[]): Promise<Shell> {
    const shell = new Shell(command, shellEnvironment(kubeconfig));
    await sleep(500);
    // Split, so that the echo of this line does not match the prompt.
    await shell.type(`PS1='ready''> '\n`);
    for (const line of start) await shell.type(`${line}\n`);
    return shell;
  }

  private constructor(command: string, env: NodeJS.ProcessEnv) {
    this.#child = spawn(script ?? 'script', ['-qec', command, '/dev/null'], { env });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#screen += text;
    });
  }

  /** Types keys and returns the output up to the next prompt or another text. */
  async type(keys: string, until = PROMPT): Promise<string> {
    const start = this.#screen.length;
    this.#child.stdin?.write(keys);
    const after = () => this.#screen.slice(start);
    const message = () => `no ${until} after ${JSON.stringify(keys)}: ${JSON.stringify(after())}`;
    await waitFor(() => after().includes(until), { message, seconds: 20 });
    return after();
  }

  async close(): Promise<void> {
    const ended = once(this.#child, 'close');
    this.#child.stdin?.end('exit\n');
    await ended;
  }
}
