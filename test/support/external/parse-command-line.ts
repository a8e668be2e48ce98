import { valuesOf } from '../../../src/cli/flags.ts';
import { parse } from '../../../src/cli/program.ts';
import { createExternal, FLAGS } from '../../../src/commands/create-external.ts';
import { CONNECTION_FLAGS, connectionFlags } from '../../../src/commands/shared/connection-flags.ts';
import type { Call, FlagsOf } from '../../../src/model/command.ts';

/** Parses a command line of create-external. */
export function parseCommandLine(...words: string[]): Call<FlagsOf<typeof FLAGS>> {
  const { args, parsed } = parse(createExternal, words);
  return {
    args,
    flags: valuesOf(FLAGS, parsed),
    connection: connectionFlags(valuesOf(CONNECTION_FLAGS, parsed)),
    style: { width: null, color: false, headers: true },
  };
}
