import type { IO } from '../../model/io.ts';

/** IO without a user: stdin is empty, and credential plugins must not prompt. */
export function unattended(io: IO, interrupted: AbortSignal): IO {
  return { ...io, stdin: (async function* () {})(), unattended: true, interrupted };
}
