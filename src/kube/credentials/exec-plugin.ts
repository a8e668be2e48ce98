import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IO } from '../../model/io.ts';
import type { ExecConfig } from '../kubeconfig/kubeconfig-entries.ts';
import { MAX_PART } from '../transport/reply.ts';
import type { SpawnedCommand } from './windows-command.ts';

const NOT_INSTALLED =
  'It looks like you are trying to use a client-go credential plugin that is not installed. To learn more about this feature, consult the documentation available at: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins';

/**
 * @param info the value of KUBERNETES_EXEC_INFO
 * @param interactive whether the plugin may read from the terminal
 * @returns what the plugin has printed
 * @throws {Error} in client-go's words
 */
export async function runPlugin(
  exec: ExecConfig,
  info: string,
  interactive: boolean,
  io: IO,
): Promise<string> {
  const { command = '', args, env } = exec;
  const { file, args: words, verbatim } = await commandOf(command, args ?? [], io);
  const added = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const child = spawn(file, [...words], {
    windowsVerbatimArguments: verbatim,
    cwd: io.cwd,
    env: { ...io.env, ...added, KUBERNETES_EXEC_INFO: info },
    // On a terminal it is the plugin's as well: prompts and colours work as if it had been run by hand.
    stdio: [interactive ? 'inherit' : 'ignore', 'pipe', io.stderr.isTTY ? 'inherit' : 'pipe'],
    // In a session of its own it does not find the terminal by itself.
    detached: io.unattended === true && io.platform !== 'win32',
    signal: io.interrupted,
    windowsHide: true,
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => io.stderr.write(text));
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.length > MAX_PART) child.kill();
  });
  const [code] = await once(child, 'close').catch((error) => {
    throw io.interrupted.aborted ? error : startFault(error, exec);
  });
  if (output.length > MAX_PART) throw new Error('decoding stdout: it is not an ExecCredential in JSON');
  if (code !== 0) await refuseInterrupted(io);
  if (code !== 0) throw new Error(`exec: executable ${command} failed with exit code ${code ?? -1}`);
  return output;
}

/** Ctrl-C is for all that run in a terminal, and we may hear of it after we have heard that the plugin has ended. */
async function refuseInterrupted({ stdin, interrupted }: IO): Promise<void> {
  if (stdin.isTTY) await sleep(SIGNAL_LAG_MS, undefined, { signal: interrupted });
}

const SIGNAL_LAG_MS = 50;

async function commandOf(command: string, args: readonly string[], io: IO): Promise<SpawnedCommand> {
  if (io.platform !== 'win32') return { file: command, args, verbatim: false };
  return await (await import('./windows-command.ts')).windowsCommand(command, args, io);
}

function startFault(
  { code, message }: NodeJS.ErrnoException,
  { command = '', installHint }: ExecConfig,
): Error {
  const isPath = /[/\\]/.test(command);
  if (code === 'EACCES') return new Error(`exec: fork/exec ${command}: permission denied`);
  if (code !== 'ENOENT') return new Error(`exec: ${message}`);
  if (isPath) return new Error(`exec: fork/exec ${command}: no such file or directory`);
  // An error is one line.
  const hint = installHint ? ` ${installHint.trim().replace(/\s*\n\s*/g, ' ')}` : '';
  return new Error(`exec: executable ${command} not found. ${NOT_INSTALLED}${hint}`);
}
