import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isolated } from '../environment.ts';

/** A process of the control plane, with its output in a log file. */
export class Component {
  readonly name: string;
  readonly #log: string;
  readonly #child: ChildProcess;

  /** @param within a command line that runs the program elsewhere, such as that of nsenter */
  constructor(
    program: string,
    flags: Record<string, string>,
    directory: string,
    within: readonly string[] = [],
  ) {
    this.name = basename(program);
    this.#log = join(directory, `${this.name}.log`);
    const output = openSync(this.#log, 'a');
    const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
    const [command = program, ...words] = [...within, program, ...args];
    this.#child = spawn(command, words, {
      env: isolated(process.env, directory),
      stdio: ['ignore', output, output],
    });
    process.once('exit', () => this.#child.kill('SIGKILL'));
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  lastLines(): string {
    const lines = readFileSync(this.#log, 'utf8').trimEnd().split('\n').slice(-15);
    return [`--- the last lines of ${this.name}:`, ...lines].join('\n');
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}
