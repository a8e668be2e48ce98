/** The programs of this machine that tests run. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The folder of etcd, kube-apiserver and the like, where setup-envtest puts them. */
export const assets = process.env.KUBEBUILDER_ASSETS || '/usr/local/kubebuilder/bin';

interface Places {
  /** An environment variable with the path of the program. */
  variable?: string;
  /** Looked into before PATH. */
  folders?: readonly string[];
}

/** The path of a program by the first of its names that is found; null where there is none. */
export function findProgram(names: readonly string[], { variable = '', folders = [] }: Places = {}) {
  const named = process.env[variable];
  if (named) return named;
  const places = [...folders, ...(process.env.PATH ?? '').split(delimiter)].filter(Boolean);
  const paths = names.flatMap((name) => places.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** The same; where there is none, a line says what is skipped. */
export function findProgramOrSkip(
  tests: string,
  name: string,
  folders: readonly string[] = [],
): string | null {
  const path = findProgram([name], { folders });
  if (path === null) process.stderr.write(`${tests}: skipped, there is no ${name}\n`);
  return path;
}

/** util-linux: it runs a program on a terminal of its own; other systems have a `script` of another kind. */
export const findScriptOrSkip = (tests: string) =>
  process.platform === 'linux' ? findProgramOrSkip(tests, 'script') : null;
