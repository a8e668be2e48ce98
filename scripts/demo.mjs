// Runs the main commands on a recorded cluster. It needs no cluster and no kubeconfig.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const recording = 'demo/cluster.json';
const scenes = [
  ['A Service that gets no traffic, and why.', 'describe svc my-service'],
  ['What a finding means.', 'explain selector-matches-no-pods'],
  ['The whole namespace, with an exit code for CI.', 'check'],
  [
    'A Service that works: its selector finds a Pod and the two Pods of a Deployment.',
    'describe svc nginx-svc',
  ],
  [
    'An address outside the cluster: a Service without a selector, and the Endpoints that list it.',
    'create-external external-svc --ip 139.59.205.180 --port 80 --dry-run=client -o yaml',
    'describe svc external-svc',
  ],
  ['A DNS name instead of endpoints.', 'describe svc rtfm-service'],
];
const ending = `
On a cluster of your own:

  export PATH="$PWD/bin:$PATH"
  kubectl endpoints describe svc NAME
`;

process.stdout.once('error', () => process.exit());
process.exitCode = (await play()) ? 0 : 1;

/** Returns false if a command failed, which then has printed why. */
async function play() {
  await print(`Every command runs on ${recording}, which was recorded from Kubernetes 1.36.\n`);
  for (const [title, ...commands] of scenes) {
    await print(`\n# ${title}\n`);
    for (const command of commands) if (!(await show(command))) return false;
  }
  await print(ending);
  return true;
}

async function show(command) {
  await print(`\n$ kubectl endpoints ${command}\n`);
  const code = run(command.split(' '));
  // `check` exits with 1, because it finds an error.
  if (command !== 'check') return code === 0;
  await print(`$ echo $?\n${code}\n`);
  return code === 1;
}

function run(args) {
  const readsCluster = args[0] === 'describe' || args[0] === 'check';
  const words = ['bin/kubectl-endpoints', ...args, ...(readsCluster ? ['-f', recording] : [])];
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  return spawnSync(process.execPath, words, { cwd, stdio: ['ignore', 'inherit', 'inherit'] }).status;
}

function print(text) {
  return new Promise((resolve) => process.stdout.write(text, resolve));
}
