/** Flags that several commands share. */

import type { Call, Command, Completes, Flag, FlagGroup, FlagsOf } from '../../model/command.ts';

/** Defines a command. The types of its flags in `run` follow from their definitions. */
export function defineCommand<const Own extends readonly Flag[], const Shared extends readonly FlagGroup[]>(
  command: Command<Own, Shared>,
): Command {
  return command;
}

export const NAMESPACE = {
  name: 'namespace',
  short: 'n',
  type: 'string',
  value: 'NAME',
  completes: 'namespace',
  summary: 'Namespace to look in',
} as const satisfies Flag;

export const SCOPE = {
  title: 'Scope',
  flags: [
    NAMESPACE,
    { name: 'all-namespaces', short: 'A', type: 'boolean', summary: 'Look in all namespaces' },
    {
      name: 'selector',
      short: 'l',
      type: 'string',
      value: 'LABELS',
      summary: 'Only objects with these labels: a=b, a!=b, a in (b,c), a, !a',
    },
    {
      name: 'chunk-size',
      type: 'string',
      value: 'COUNT',
      default: '500',
      summary: 'Page size for reading large lists; 0 reads whole lists',
    },
  ],
} as const satisfies FlagGroup;

export const FILES = {
  title: 'Files',
  flags: [
    {
      name: 'filename',
      short: 'f',
      type: 'list',
      value: 'FILE',
      completes: 'file',
      summary: 'Read a file or directory instead of the cluster; - is standard input; can be repeated',
    },
    { name: 'recursive', short: 'R', type: 'boolean', summary: 'With -f, read subdirectories too' },
    {
      name: 'kustomize',
      short: 'k',
      type: 'string',
      value: 'DIR',
      completes: 'file',
      summary: 'Read the output of kubectl kustomize DIR instead of the cluster',
    },
    {
      name: 'local',
      type: 'boolean',
      hidden: true,
      summary: 'Accepted as in kubectl; -f never contacts a cluster',
    },
  ],
} as const satisfies FlagGroup;

const outputGroup = (completes: Completes, summary: string) =>
  ({
    title: 'Output',
    flags: [
      { name: 'output', short: 'o', type: 'string', value: 'FORMAT', default: 'table', completes, summary },
      { name: 'no-headers', type: 'boolean', summary: 'Do not print table headers' },
      {
        name: 'color',
        type: 'string',
        value: 'WHEN',
        default: 'auto',
        choices: ['auto', 'always', 'never'],
        summary: 'Color the output: auto, always or never',
      },
    ],
  }) as const satisfies FlagGroup;

/** The output flags before the command is known. */
export const OUTPUT = outputGroup('format', 'Output format');

/** The output flags of a command with only these formats. */
export function outputIn(formats: readonly string[]): typeof OUTPUT {
  return outputGroup(formats, `Output format: ${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}`);
}

type ScopeFlags = FlagsOf<typeof SCOPE.flags>;
type OutputFlags = FlagsOf<typeof OUTPUT.flags>;

/** A call of a command that reads Services from a cluster or files. */
export type ReadCall = Call<ScopeFlags & FlagsOf<typeof FILES.flags> & OutputFlags>;
