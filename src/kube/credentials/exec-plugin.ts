/** Runs an exec credential plugin. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IO } from '../../model/io.ts';
import type { ExecConfig } from '../kubeconfig/kubeconfig-types.ts';
import { MAX_PART_BYTES } from '../transport/response-body.ts';
import type { SpawnedCommand } from './windows-command.ts';

const NOT_INSTALLED =
  'It looks like you are trying to use a client-go credential plugin that is not installed. To learn more about this feature, consult the documentation available at: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins';

/**
 * @param info the value of KUBERNETES_EXEC_INFO
 * @param interactive whether the plugin may read from the terminal
 * @returns the plugin's stdout
 * @throws {Error} with client-go's message
 */
export async function runPlugin(
  exec: ExecConfig,
  info: string,
  interactive: boolean,
  io: IO,
): Promise<string> {
  const { command = '', args, env } = exec;
  const { file, args: fileArgs, verbatim } = await commandOf(command, args ?? [], io);
  const pluginEnv = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const child = spawn(file, [...fileArgs], {
    windowsVerbatimArguments: verbatim,
    cwd: io.cwd,
    env: { ...io.env, ...pluginEnv, KUBERNETES_EXEC_INFO: info },
    // The plugin inherits a terminal, so that its prompts and colours work.
    stdio: [interactive ? 'inherit' : 'ignore', 'pipe', io.stderr.isTTY ? 'inherit' : 'pipe'],
    // In a session of its own, the plugin cannot open the terminal.
    detached: io.unattended === true && io.platform !== 'win32',
    signal: io.interrupted,
    windowsHide: true,
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => io.stderr.write(text));
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.length > MAX_PART_BYTES) child.kill();
  });
  const [code] = await once(child, 'close').catch((error) => {
    throw io.interrupted.aborted ? error : startError(error, exec);
  });
  if (output.length > MAX_PART_BYTES) throw new Error('decoding stdout: it is not an ExecCredential in JSON');
  if (code !== 0) await throwIfInterrupted(io);
  if (code !== 0) throw new Error(`exec: executable ${command} failed with exit code ${code ?? -1}`);
  return output;
}

/** A terminal sends Ctrl-C to the plugin too, and its exit may be reported before our signal. */
async function throwIfInterrupted({ stdin, interrupted }: IO): Promise<void> {
  if (stdin.isTTY) await sleep(SIGNAL_LAG_MS, undefined, { signal: interrupted });
}

const SIGNAL_LAG_MS = 50;

async function commandOf(command: string, args: readonly string[], io: IO): Promise<SpawnedCommand> {
  if (io.platform !== 'win32') return { file: command, args, verbatim: false };
  return await (await import('./windows-command.ts')).windowsCommand(command, args, io);
}

function startError(
  { code, message }: NodeJS.ErrnoException,
  { command = '', installHint }: ExecConfig,
): Error {
  const isPath = /[/\\]/.test(command);
  if (code === 'EACCES') return new Error(`exec: fork/exec ${command}: permission denied`);
  if (code !== 'ENOENT') return new Error(`exec: ${message}`);
  if (isPath) return new Error(`exec: fork/exec ${command}: no such file or directory`);
  // Errors are one line.
  const hint = installHint ? ` ${installHint.trim().replace(/\s*\n\s*/g, ' ')}` : '';
  return new Error(`exec: executable ${command} not found. ${NOT_INSTALLED}${hint}`);
}
