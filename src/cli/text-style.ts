import { OUTPUT } from '../commands/shared/shared-flags.ts';
import type { IO } from '../model/io.ts';
import type { Style } from '../model/style.ts';
import { type ParsedFlags, valuesOf } from './flags.ts';

export function styleOf(parsed: ParsedFlags, io: IO): Style {
  const { color, noHeaders } = valuesOf(OUTPUT.flags, parsed);
  return {
    width: io.stdout.isTTY ? io.stdout.columns || 80 : null,
    color: wantsColor(color, io),
    headers: !noHeaders,
  };
}

/** As kubectl decides (cli-runtime/pkg/printers/terminal.go): NO_COLOR counts even when it is empty. */
function wantsColor(when: string, { stdout, env, platform }: IO): boolean {
  if (when === 'always' || when === 'never') return when === 'always';
  if (!stdout.isTTY || env.TERM === 'dumb' || env.NO_COLOR !== undefined) return false;
  return platform !== 'win32' || Boolean(env.WT_SESSION);
}
