/** Commands that messages suggest; they connect to the same cluster as the command that was run. */
import type { Call } from '../model/command.ts';
import type { ConnectionFlags } from '../model/connection.ts';
import { type KubectlCommand, kubectl } from '../text/shell.ts';
import type { ApiObject } from './build-objects.ts';
import type { ExternalFlags } from './external-options.ts';

/** Formats a kubectl command line, quoted for a shell. */
export type Kubectl = (command: KubectlCommand) => string;

/** The flags that select the cluster and the user; a token is not repeated. */
const CONNECTION_FLAGS = ['kubeconfig', 'context', 'cluster', 'user', 'server', 'as'] as const;

export function kubectlFor(flags: ConnectionFlags, namespace: string): Kubectl {
  const connection = CONNECTION_FLAGS.flatMap((name) => {
    const value = flags[name];
    return value ? [`--${name}=${value}` as const] : [];
  });
  return ({ verb, names, flags: own = [] }) =>
    kubectl(null, { verb, names, flags: [...own, ['-n', namespace], ...connection] });
}

/** A TYPE/NAME argument of kubectl: `endpoints/legacy-db`. */
export function reference({ kind, metadata }: ApiObject): string {
  return `${kind.toLowerCase()}/${metadata.name}`;
}

/** The create-external command with the same arguments. */
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
