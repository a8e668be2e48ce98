// `node test/e2e/dev.ts` starts a control plane for experiments, until Ctrl-C.
import { once } from 'node:events';
import { start } from '../support/e2e/control-plane.ts';
import { adminKubeconfig } from '../support/e2e/kubeconfig.ts';

const controlPlane = await start();
process.stdout.write(`export KUBECONFIG=${adminKubeconfig(controlPlane.directory)}\n`);
const waiting = setInterval(() => {}, 2 ** 31 - 1);
await Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));
clearInterval(waiting);
await controlPlane.stop();
