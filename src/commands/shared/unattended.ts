import type { IO } from '../../model/io.ts';

/** For what must be over soon: nobody is asked anything. */
export function unattended(io: IO, interrupted: AbortSignal): IO {
  return { ...io, stdin: (async function* () {})(), unattended: true, interrupted };
}
