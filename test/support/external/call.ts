import { parseArgs } from 'node:util';
import { createExternal } from '../../../src/commands/create-external.ts';
import type { Call } from '../../../src/model/command.ts';

const CONNECTION = ['context', 'kubeconfig', 'cluster', 'user', 'server', 'as'];

/** A command line of create-external, parsed by what the command declares. */
export function call(...args: string[]): Call {
  const declared = createExternal.flags.map(({ name, type, short }) => {
    const option = { type: type === 'boolean' ? type : 'string', multiple: type === 'list' } as const;
    return [name, short ? { ...option, short } : option] as const;
  });
  const connection = CONNECTION.map((name) => [name, { type: 'string' }] as const);
  const options = Object.fromEntries([...connection, ...declared]);
  const parsed = parseArgs({ args, options, allowPositionals: true });
  const values: Record<string, unknown> = parsed.values;
  const flag = (name: string) => createExternal.flags.find((one) => one.name === name);
  const given = (name: string) => (values[name] as string | undefined) ?? flag(name)?.default ?? null;
  return {
    args: parsed.positionals,
    connection: { verbosity: 0 },
    style: { width: null, color: false, headers: true },
    flags: {
      given,
      text: (name) => given(name) ?? '',
      on: (name) => values[name] === true,
      list: (name) => {
        const list = (values[name] ?? []) as string[];
        return flag(name)?.commas ? list.flatMap((value) => value.split(',')) : list;
      },
    },
  };
}
