/** Commands for the user to paste: they reach the same cluster as the one that was run. */
import type { Call } from '../model/command.ts';
import type { ConnectionFlags } from '../model/connection.ts';
import { type KubectlCommand, kubectl } from '../text/shell.ts';
import type { ApiObject } from './build-objects.ts';
import type { ExternalFlags } from './external-options.ts';

/** A whole command line of kubectl, quoted for a shell. */
export type Kubectl = (command: KubectlCommand) => string;

/** Flags that choose the cluster and the user; a token is not repeated. */
const CONNECTION = ['kubeconfig', 'context', 'cluster', 'user', 'server', 'as'] as const;

export function kubectlFor(flags: ConnectionFlags, namespace: string): Kubectl {
  const connection = CONNECTION.flatMap((name) => {
    const value = flags[name];
    return value ? [`--${name}=${value}` as const] : [];
  });
  return ({ verb, names, flags: own = [] }) =>
    kubectl(null, { verb, names, flags: [...own, ['-n', namespace], ...connection] });
}

/** `endpoints/legacy-db`, as kubectl takes it. */
export function reference({ kind, metadata }: ApiObject): string {
  return `${kind.toLowerCase()}/${metadata.name}`;
}

/** The command that asks for the same thing again. */
export function repeatCommand({ args, flags }: Call<ExternalFlags>): KubectlCommand {
  const { externalName, kind } = flags;
  const lists = (['ip', 'port', 'labels', 'annotation'] as const).flatMap((name) =>
    flags[name].map((value) => [`--${name}`, value] as const),
  );
  const texts = [
    ...(externalName === null ? [] : [['--external-name', externalName] as const]),
    ...(kind === null ? [] : [['--kind', kind] as const]),
  ];
  const headless = flags.headless ? ['--headless' as const] : [];
  return { verb: ['endpoints', 'create-external'], names: args, flags: [...texts, ...lists, ...headless] };
}
