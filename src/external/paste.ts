/** Commands for the user to paste: they reach the same cluster as the one that was run. */
import type { Call, Flags } from '../model/command.ts';
import { type KubectlCommand, kubectl } from '../words/shell.ts';
import type { ApiObject } from './build.ts';

/** A whole command line of kubectl, quoted for a shell. */
export type Kubectl = (command: KubectlCommand) => string;

/** Flags that choose the cluster and the user; a token is not repeated. */
const CONNECTION = ['kubeconfig', 'context', 'cluster', 'user', 'server', 'as'];

export function kubectlFor(flags: Flags, namespace: string): Kubectl {
  const connection = CONNECTION.flatMap((name) => {
    const value = flags.given(name);
    return value ? [`--${name}=${value}` as const] : [];
  });
  return ({ verb, names, flags: own = [] }) =>
    kubectl(null, { verb, names, flags: [...own, ['-n', namespace], ...connection] });
}

/** `endpoints/legacy-db`, as kubectl takes it. */
export function reference({ kind, metadata }: ApiObject): string {
  return `${kind.toLowerCase()}/${metadata.name}`;
}

/** What asks for the same thing again. */
export function sameCommand({ args, flags }: Call): KubectlCommand {
  const lists = ['ip', 'port', 'labels', 'annotation'].flatMap((name) =>
    flags.list(name).map((value) => [`--${name}`, value] as const),
  );
  const texts = ['external-name', 'kind'].flatMap((name) => {
    const value = flags.given(name);
    return value === null ? [] : [[`--${name}`, value] as const];
  });
  const headless = flags.on('headless') ? ['--headless' as const] : [];
  return { verb: ['endpoints', 'create-external'], names: args, flags: [...texts, ...lists, ...headless] };
}
