import { execFile } from 'node:child_process';
import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';

/** Large overlays make some MiB. */
const MAX_BYTES = 512 * 1024 * 1024;

/** The command that was run, and the manifests that it printed. */
export interface BuiltKustomization {
  command: string;
  output: string;
}

/**
 * Builds a directory with `kubectl kustomize`, the kustomize that kubectl itself applies with `-k`.
 * @throws {UserError} if there is no kubectl, or in its words if it fails
 */
export function buildKustomization(
  directory: string,
  { cwd, env, interrupted, stderr }: IO,
): Promise<BuiltKustomization> {
  const command = `kubectl kustomize ${directory}`;
  return new Promise((resolve, reject) => {
    const options = { cwd, env, signal: interrupted, maxBuffer: MAX_BYTES };
    execFile('kubectl', ['kustomize', directory], options, (error, output, messages) => {
      if (error?.code === 'ENOENT')
        reject(new UserError('-k runs kubectl kustomize, but kubectl was not found on your PATH'));
      else if (error) reject(new UserError(`${command}: ${lastLine(messages) || error.message}`));
      else {
        // Deprecated fields of a kustomization.
        if (messages !== '') stderr.write(messages);
        resolve({ command, output });
      }
    });
  });
}

/** kubectl prints `error: …`; some versions print a line of their log, with the message in quotes, or its lines in `<>`. */
function lastLine(text: string): string {
  const block = / err=<\n([\s\S]*)\n >$/.exec(text.trimEnd())?.[1];
  if (block !== undefined)
    return block
      .replace(/\n\t: /g, ': ')
      .replace(/\s+/g, ' ')
      .trim();
  const line = text.trim().split('\n').at(-1) ?? '';
  return (/ err="(.*)"$/.exec(line)?.[1] ?? line).replace(/^error: /i, '');
}
