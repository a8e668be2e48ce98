// The entry point of the executables. They contain their runtime, so no version needs a check.
import { start } from '../src/cli/main.ts';

await start(process, process.argv0);
