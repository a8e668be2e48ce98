/** Commands for the user to paste: they reach the same cluster as the one that was run. */
import type { Call } from '../model/command.ts';
import type { ConnectionFlags } from '../model/connection.ts';
import { commandLine } from '../words/shell.ts';
import type { ApiObject } from './build.ts';
import type { ExternalFlags } from './options.ts';

/** A whole command line of kubectl, quoted for a shell. */
export type Kubectl = (...words: readonly string[]) => string;

/** Flags that choose the cluster and the user; a token is not repeated. */
const CONNECTION = ['kubeconfig', 'context', 'cluster', 'user', 'server', 'as'] as const;

export function kubectlFor(flags: ConnectionFlags, namespace: string): Kubectl {
  const connection = CONNECTION.flatMap((name) => (flags[name] ? [`--${name}=${flags[name]}`] : []));
  return (...words) => commandLine('kubectl', ...words, '-n', namespace, ...connection);
}

/** `endpoints/legacy-db`, as kubectl takes it. */
export function reference({ kind, metadata }: ApiObject): string {
  return `${kind.toLowerCase()}/${metadata.name}`;
}

/** The words that ask for the same thing again. */
export function sameCommand({ args, flags }: Call<ExternalFlags>): string[] {
  const { externalName, kind } = flags;
  const lists = (['ip', 'port', 'labels', 'annotation'] as const).flatMap((name) =>
    flags[name].flatMap((value) => [`--${name}`, value]),
  );
  const texts = [
    ...(externalName === null ? [] : ['--external-name', externalName]),
    ...(kind === null ? [] : ['--kind', kind]),
  ];
  const headless = flags.headless ? ['--headless'] : [];
  return ['endpoints', 'create-external', ...args, ...texts, ...lists, ...headless];
}
