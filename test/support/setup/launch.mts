/** Starts the sources as a process. */
import { start } from '../../../src/cli/main.ts';

await start(process, 'kubectl-endpoints');
