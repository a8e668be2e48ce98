// `node test/e2e/dev.ts` starts a control plane for experiments, until Ctrl-C; with --node one with a real node.
import { once } from 'node:events';
import { start } from '../support/e2e/control-plane.ts';
import { adminKubeconfig } from '../support/e2e/kubeconfig.ts';
import { RealNode } from '../support/e2e/real-node/real-node.ts';
import { findRequirements } from '../support/e2e/real-node/requirements.ts';

async function startControlPlane() {
  const controlPlane = await start();
  process.stdout.write(`export KUBECONFIG=${adminKubeconfig(controlPlane.directory)}\n`);
  return controlPlane;
}

async function startNode() {
  const requirements = findRequirements();
  if (typeof requirements === 'string') throw new Error(requirements);
  const node = await RealNode.start(requirements);
  process.stdout.write(`export KUBECONFIG=${node.kubeconfig}\n${node.network.join(' ')} kubectl get nodes\n`);
  return node;
}

const started = await (process.argv.includes('--node') ? startNode() : startControlPlane());
const waiting = setInterval(() => {}, 2 ** 31 - 1);
await Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));
clearInterval(waiting);
await started.stop();
