// Where an executable starts. It brings its runtime, so there is nothing to check before.
import { start } from '../src/cli/main.ts';

await start(process, process.argv0);
