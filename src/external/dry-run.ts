/** Parses `--dry-run` and the `-o` of create-external. */
import { UserError } from '../model/errors.ts';
import type { ObjectFormat } from '../render/render-objects.ts';
import { outputFormat } from '../text/output-format.ts';

export const DRY_RUN_MODES = ['none', 'client', 'server'] as const;
export type DryRun = (typeof DRY_RUN_MODES)[number];

export const OBJECT_FORMATS = ['yaml', 'json', 'name'] as const satisfies readonly ObjectFormat[];

/** kubectl appends it to the result. */
export const DRY_RUN_SUFFIX: Record<DryRun, string> = {
  none: '',
  client: ' (dry run)',
  server: ' (server dry run)',
};

/** @throws {UserError} with kubectl's message */
export function readDryRun(value: string): DryRun {
  const dryRun = DRY_RUN_MODES.find((one) => one === value);
  if (dryRun) return dryRun;
  throw new UserError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

/** @returns null if no objects are printed. @throws {UserError} with kubectl's message */
export function readFormat(value: string | null): ObjectFormat | null {
  return value ? outputFormat(value, OBJECT_FORMATS) : null;
}
