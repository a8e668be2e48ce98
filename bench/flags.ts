import { parseArgs } from 'node:util';
import type { Size } from './objects.ts';

export const PARTS = ['live', 'offline', 'growth'] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  size: Size;
  /** Rounds; fast commands get seven times as many. */
  runs: number;
  /** Milliseconds of added round-trip time. */
  delay: number;
  /** The existing cluster to measure; if both are null, the benchmark starts its own control plane. */
  context: string | null;
  kubeconfig: string | null;
  executable: string | null;
  parts: readonly Part[];
  help: boolean;
}

export const HELP = `Measures the plugin against kubectl, curl and JSON.parse, and prints Markdown.

Usage: npm run bench -- [flags]

  --services N       Services of the cluster (1000)
  --pods N           its Pods (20000)
  --compact          Pods of one bare container
  --runs N           rounds; of what takes a moment, seven times as many (3)
  --delay N          milliseconds of added round-trip time in the second table (50)
  --context NAME     measure that cluster as it is, and write nothing to it
  --kubeconfig FILE  the same for the current context of that file
  --executable PATH  the shipped executable (default: that of this platform in dist/, if there is one)
  --only PART        live, offline or growth
  --growth           the growth in a control plane too, which is filled with four times as much
  --help
`;

export class UsageError extends Error {}

/** @throws {UsageError} */
export function parseFlags(args: readonly string[]): Options {
  const { values } = parse(args);
  const number = (flag: 'services' | 'pods' | 'runs' | 'delay', least: number) => {
    const value = Number(values[flag]);
    if (Number.isInteger(value) && value >= least) return value;
    throw new UsageError(`--${flag} "${values[flag]}" is no whole number from ${least} on`);
  };
  const { compact, growth, help, context = null, kubeconfig = null, executable = null } = values;
  const options = {
    size: { services: number('services', 1), pods: number('pods', 1), compact },
    runs: number('runs', 1),
    delay: number('delay', 0),
    parts: partsOf(values.only, growth),
    ...{ context, kubeconfig, executable, help },
  };
  if ((context ?? kubeconfig) !== null && options.parts.includes('growth'))
    throw new UsageError('growth fills a control plane of its own: not with --context or --kubeconfig');
  return options;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        services: { type: 'string', default: '1000' },
        pods: { type: 'string', default: '20000' },
        compact: { type: 'boolean', default: false },
        runs: { type: 'string', default: '3' },
        delay: { type: 'string', default: '50' },
        context: { type: 'string' },
        kubeconfig: { type: 'string' },
        executable: { type: 'string' },
        only: { type: 'string' },
        growth: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const [line = ''] = `${error instanceof Error ? error.message : error}`.split('\n');
    throw new UsageError(line);
  }
}

function partsOf(only: string | undefined, growth: boolean): Part[] {
  if (only === undefined) return growth ? [...PARTS] : ['live', 'offline'];
  const part = PARTS.find((name) => name === only);
  if (!part) throw new UsageError(`--only "${only}" is none of ${PARTS.join(', ')}`);
  return growth && part !== 'growth' ? [part, 'growth'] : [part];
}
