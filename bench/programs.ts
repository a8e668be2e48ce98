/** The command lines that are compared. */
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

/** Something that asks an API server. */
export interface Client extends Program {
  /** What makes it tell of each request on stderr, or how many it makes. */
  requests: number | readonly string[];
}

/** How a client gets to the cluster. */
export interface Route {
  kubeconfig: string;
  /** The loopback port of a proxy; null: none. */
  port: number | null;
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The shipped executable if there is one, then the npm package under this Node. */
export function builds(executable: string | null): Build[] {
  if (!existsSync(path('../dist/bundle/main.js'))) throw new Error('not built yet: npm run build');
  const shipped = executable === null ? packaged() : resolve(executable);
  const isThere = shipped !== null && existsSync(shipped);
  if (executable !== null && !isThere) throw new Error(`there is no ${executable}`);
  const npm: Build = { name: 'npm package', command: [process.execPath, path('../bin/kubectl-endpoints')] };
  return isThere ? [{ name: 'executable', command: [shipped] }, npm] : [npm];
}

/** Where `npm run package` puts that of this platform. */
function packaged(): string | null {
  const target = ownTarget();
  return target ? path(`../dist/${nameOf(target)}/${executableOf(target)}`) : null;
}

/** `check -A (executable)`; what it finds is no failure. */
export const plugin = ({ name, command }: Build, args: readonly string[], { kubeconfig }: Route): Client => ({
  name: `${args[0] === 'describe' ? 'describe svc NAME' : args.join(' ')} (${name})`,
  command: [...command, ...args, '--kubeconfig', kubeconfig],
  codes: args[0] === 'check' ? [0, 1] : [0],
  requests: ['-v', '6'],
});

/** @param cache what it keeps of the discovery, away from that of the user */
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

/** Whole lists, one after the other, on one connection. @param config curl's own, with the credentials */
export const curl = (config: string, server: string, { port }: Route): Client => ({
  name: 'curl of the four lists',
  command: [
    ...['curl', '--config', config],
    ...(port === null ? [] : ['--connect-to', `::127.0.0.1:${port}`]),
    ...LISTS.map((list) => `${server}/${list.startsWith('v1/') ? 'api' : 'apis'}/${list}`),
  ],
  requests: LISTS.length,
});

/** Beside the marks that klog makes, older kubectl say `GET https://…`, as the plugin does. */
const REQUEST = /"Response" verb=|\b[A-Z]+ https?:\/\/\S+ \d{3} /;

export const countRequests = (stderr: string) =>
  stderr.split('\n').filter((line) => REQUEST.test(line)).length;
