/** The command lines to compare. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { executableOf, nameOf, ownTarget } from '../scripts/package/targets.ts';
import type { Program } from './measure.ts';

/** A way to run the plugin. */
export interface Build {
  name: 'executable' | 'npm package';
  command: readonly string[];
}

/** A program that sends requests to an API server. */
export interface Client extends Program {
  /** The flags that log each request to stderr, or the number of requests. */
  requests: number | readonly string[];
}

/** How a client reaches the cluster. */
export interface Route {
  kubeconfig: string;
  /** The loopback port of the proxy; null for none. */
  port: number | null;
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The executable, if it was built, and the npm package on this Node. */
export function builds(executable: string | null): Build[] {
  if (!existsSync(path('../dist/bundle/main.js'))) throw new Error('not built yet: npm run build');
  const shipped = executable === null ? executablePath() : resolve(executable);
  const isThere = shipped !== null && existsSync(shipped);
  if (executable !== null && !isThere) throw new Error(`there is no ${executable}`);
  const npm: Build = { name: 'npm package', command: [process.execPath, path('../bin/kubectl-endpoints')] };
  return isThere ? [{ name: 'executable', command: [shipped] }, npm] : [npm];
}

/** The path to which `npm run package` writes the executable of this platform. */
function executablePath(): string | null {
  const target = ownTarget();
  return target ? path(`../dist/${nameOf(target)}/${executableOf(target)}`) : null;
}

/** `check -A (executable)`; exit code 1 of `check` means findings, not failure. */
export const plugin = ({ name, command }: Build, args: readonly string[], { kubeconfig }: Route): Client => ({
  name: `${args[0] === 'describe' ? 'describe svc NAME' : args.join(' ')} (${name})`,
  command: [...command, ...args, '--kubeconfig', kubeconfig],
  codes: args[0] === 'check' ? [0, 1] : [0],
  requests: ['-v', '6'],
});

/** @param cache a discovery cache other than the user's */
export const kubectl = (
  program: string,
  name: string,
  args: readonly string[],
  { kubeconfig }: Route,
  cache: string,
): Client => ({
  name,
  command: [program, ...args, '--kubeconfig', kubeconfig, '--cache-dir', cache],
  requests: ['-v=6'],
});

const LISTS = ['v1/services', 'v1/endpoints', 'discovery.k8s.io/v1/endpointslices', 'v1/pods'];

/**
 * Reads the lists without pagination, in sequence, on one connection.
 * @param config a curl config file with the credentials
 */
export const curl = (config: string, server: string, { port }: Route): Client => ({
  name: 'curl of the four lists',
  command: [
    ...['curl', '--config', config],
    ...(port === null ? [] : ['--connect-to', `::127.0.0.1:${port}`]),
    ...LISTS.map((list) => `${server}/${list.startsWith('v1/') ? 'api' : 'apis'}/${list}`),
  ],
  requests: LISTS.length,
});

/** klog's structured log, or `GET https://…` of older kubectl and the plugin. */
const REQUEST = /"Response" verb=|\b[A-Z]+ https?:\/\/\S+ \d{3} /;

export const countRequests = (stderr: string) =>
  stderr.split('\n').filter((line) => REQUEST.test(line)).length;
