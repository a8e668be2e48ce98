/** Commands for the user to paste: they reach the same cluster as the one that was run. */
import type { Call, Flags } from '../model/command.ts';
import { commandLine } from '../words/shell.ts';
import type { ApiObject } from './build.ts';

/** A whole command line of kubectl, quoted for a shell. */
export type Kubectl = (...words: readonly string[]) => string;

/** Flags that choose the cluster and the user; a token is not repeated. */
const CONNECTION = ['kubeconfig', 'context', 'cluster', 'user', 'server', 'as'];

export function kubectlFor(flags: Flags, namespace: string): Kubectl {
  const connection = CONNECTION.flatMap((name) => {
    const value = flags.given(name);
    return value ? [`--${name}=${value}`] : [];
  });
  return (...words) => commandLine('kubectl', ...words, '-n', namespace, ...connection);
}

/** `endpoints/legacy-db`, as kubectl takes it. */
export function reference({ kind, metadata }: ApiObject): string {
  return `${kind.toLowerCase()}/${metadata.name}`;
}

/** The words that ask for the same thing again. */
export function sameCommand({ args, flags }: Call): string[] {
  const lists = ['ip', 'port', 'labels', 'annotation'].flatMap((name) =>
    flags.list(name).flatMap((value) => [`--${name}`, value]),
  );
  const texts = ['external-name', 'kind'].flatMap((name) => {
    const value = flags.given(name);
    return value === null ? [] : [`--${name}`, value];
  });
  const headless = flags.on('headless') ? ['--headless'] : [];
  return ['endpoints', 'create-external', ...args, ...texts, ...lists, ...headless];
}
