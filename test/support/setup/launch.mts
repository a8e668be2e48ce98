/** The sources as a process of their own. */
import { start } from '../../../src/cli/main.ts';

await start(process, 'kubectl-endpoints');
