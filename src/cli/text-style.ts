import { OUTPUT } from '../commands/shared/shared-flags.ts';
import type { IO } from '../model/io.ts';
import type { Style } from '../model/style.ts';
import { type ParsedFlags, valuesOf } from './flags.ts';

/** The style of text output, from the output flags and the terminal. */
export function styleOf(parsed: ParsedFlags, io: IO): Style {
  const { color, noHeaders } = valuesOf(OUTPUT.flags, parsed);
  return {
    width: io.stdout.isTTY ? io.stdout.columns || 80 : null,
    color: wantsColor(color, io),
    headers: !noHeaders,
  };
}

/** Decides as kubectl does (cli-runtime/pkg/printers/terminal.go): NO_COLOR disables color even if empty. */
function wantsColor(when: string, { stdout, env, platform }: IO): boolean {
  if (when === 'always' || when === 'never') return when === 'always';
  if (!stdout.isTTY || env.TERM === 'dumb' || env.NO_COLOR !== undefined) return false;
  return platform !== 'win32' || Boolean(env.WT_SESSION);
}
