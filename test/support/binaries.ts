/** Finds the programs of this machine that tests run. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The folder of etcd and kube-apiserver; the default is that of setup-envtest. */
export const assets = process.env.KUBEBUILDER_ASSETS || '/usr/local/kubebuilder/bin';

interface SearchPath {
  /** The environment variable that may hold the path. */
  variable?: string;
  /** Searched before PATH. */
  folders?: readonly string[];
}

/** Returns the path of the first of these programs that exists, or null. */
export function findProgram(names: readonly string[], { variable = '', folders = [] }: SearchPath = {}) {
  const named = process.env[variable];
  if (named) return named;
  const places = [...folders, ...(process.env.PATH ?? '').split(delimiter)].filter(Boolean);
  const paths = names.flatMap((name) => places.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** Returns the path of a program. Without it, prints which tests are skipped and returns null. */
export function findProgramOrSkip(
  tests: string,
  name: string,
  folders: readonly string[] = [],
): string | null {
  const path = findProgram([name], { folders });
  if (path === null) process.stderr.write(`${tests}: skipped, there is no ${name}\n`);
  return path;
}

/** `script` of util-linux, which runs a program on a terminal. On other systems it has other flags. */
export const findScriptOrSkip = (tests: string) =>
  process.platform === 'linux' ? findProgramOrSkip(tests, 'script') : null;
