/** Flag definitions of a command, and their typed values. */

import { CONNECTION } from '../commands/shared/connection-flags.ts';
import { FILES, OUTPUT, SCOPE } from '../commands/shared/shared-flags.ts';
import type { Command, Flag, FlagsOf } from '../model/command.ts';

export const HELP = {
  name: 'help',
  short: 'h',
  type: 'boolean',
  summary: 'Show this help',
} as const satisfies Flag;

/** Flags that may precede the name of the command. */
export const ANY_COMMAND: FlagSet = { flags: [], shared: [SCOPE, FILES, OUTPUT, CONNECTION] };

/** The flags that a command defines. */
export type FlagSet = Pick<Command, 'flags' | 'shared'>;

export function flagsOf({ flags, shared }: FlagSet): readonly Flag[] {
  return [...flags, ...shared.flatMap((group) => group.flags), HELP];
}

/** Parsed values by flag name, untyped. */
export type ParsedFlags = Readonly<Record<string, unknown>>;

/** Reads the values of flags, typed by their definitions. */
export function valuesOf<const Flags extends readonly Flag[]>(
  flags: Flags,
  parsed: ParsedFlags,
): FlagsOf<Flags> {
  return Object.fromEntries(
    flags.map((flag) => [camelCase(flag.name), parseValue(flag, parsed[flag.name])]),
  ) as FlagsOf<Flags>;
}

function parseValue({ type, commaSeparated, default: usual }: Flag, value: unknown): unknown {
  if (type === 'boolean') return value === true;
  if (type === 'string') return value ?? usual ?? null;
  const all = [value ?? []].flat().map(String);
  return commaSeparated ? all.flatMap((one) => one.split(',')).filter(Boolean) : all;
}

const camelCase = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
