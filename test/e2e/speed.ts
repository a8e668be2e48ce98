// `node test/e2e/speed.ts EXECUTABLE` compares an executable with kubectl on its own control plane. It fails beyond a limit.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { start } from '../support/e2e/control-plane.ts';
import { adminKubeconfig } from '../support/e2e/kubeconfig.ts';
import { findKubectl } from '../support/find-kubectl.ts';
import { timeRatio } from '../support/time-ratio.ts';

const [executable = 'dist/linux-amd64/kubectl-endpoints'] = process.argv.slice(2);
const ours = resolve(executable);
const theirs = findKubectl().kubectl?.path ?? '';
if (theirs === '') throw new Error('no kubectl');

const controlPlane = await start();
try {
  const env = { ...process.env, KUBECONFIG: adminKubeconfig(controlPlane.directory) };
  const run = (...args: string[]) => spawnSync(theirs, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  run('create', 'deployment', 'web', '--image=nginx', '--replicas=3');
  run('expose', 'deployment', 'web', '--port=80');
  await new Promise((done) => setTimeout(done, 3_000));
  measure('version', 0.45, ['version'], ['version', '--client']);
  measure('describe svc web', 0.65, ['describe', 'svc', 'web'], ['describe', 'svc', 'web']);

  function measure(title: string, most: number, words: readonly string[], kubectlWords: readonly string[]) {
    const measured = timeRatio([ours, ...words], [theirs, ...kubectlWords], { env });
    const times = `${measured.ours.toFixed(1)} ms to ${measured.theirs.toFixed(1)} ms of kubectl's`;
    process.stdout.write(`${title}: ${measured.ratio.toFixed(2)} (at most ${most}), ${times}\n`);
    if (measured.ratio > most) process.exitCode = 1;
  }
} finally {
  await controlPlane.stop();
}
