import { UserError } from '../model/errors.ts';
import type { ObjectFormat } from '../render/objects.ts';

export type DryRun = 'none' | 'client' | 'server';

/** What kubectl puts behind the result. */
export const MODE: Record<DryRun, string> = {
  none: '',
  client: ' (dry run)',
  server: ' (server dry run)',
};

/** @throws {UserError} in kubectl's words */
export function readDryRun(value: string): DryRun {
  if (value === 'none' || value === 'client' || value === 'server') return value;
  throw new UserError(`error: Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

/** Null: no objects are shown. @throws {UserError} in kubectl's words */
export function readFormat(value: string | null): ObjectFormat | null {
  if (!value) return null;
  if (value === 'yaml' || value === 'json' || value === 'name') return value;
  throw new UserError(
    `error: unable to match a printer suitable for the output format ${JSON.stringify(value)}, ` +
      'allowed formats are: json,name,yaml',
  );
}
