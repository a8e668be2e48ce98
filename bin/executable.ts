/** Where an executable starts: it brings its runtime, so there is nothing to check before. */
import { run } from './process.ts';

await run();
