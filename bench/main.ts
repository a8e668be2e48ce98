// `npm run bench`: compares the plugin with kubectl, curl and JSON.parse.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assets } from '../test/support/binaries.ts';
import { available } from '../test/support/e2e/control-plane.ts';
import { findKubectl } from '../test/support/find-kubectl.ts';
import { startCluster } from './cluster.ts';
import { HELP, type Options, parseFlags, UsageError } from './flags.ts';
import { growth } from './growth.ts';
import { live, OFTEN } from './live.ts';
import { clusterVersions, machine, ownVersions } from './machine.ts';
import { type Bench, hasGnuTime } from './measure.ts';
import { offline } from './offline.ts';
import { type Build, builds } from './programs.ts';
import { copyKubeconfig } from './target.ts';

const interrupted = new AbortController();
// The signal may arrive twice: from the terminal and from npm.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => interrupted.abort());
const log = (text: string) => process.stderr.write(`bench: ${text}\n`);
const print = (text: string) => process.stdout.write(`${text}\n\n`);

try {
  const options = parseFlags(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else await measure(options);
} catch (error) {
  const text = error instanceof Error ? error.message : `${error}`;
  log(interrupted.signal.aborted ? 'interrupted' : `error: ${text}`);
  process.exitCode = interrupted.signal.aborted ? 130 : error instanceof UsageError ? 2 : 1;
}

async function measure(options: Options): Promise<void> {
  const programs = builds(options.executable);
  if (programs.length === 1) log('no executable of this platform (npm run package): the npm package only');
  if (!hasGnuTime) log('no GNU time in /usr/bin: CPU and memory are not measured');
  const canFill = startsControlPlanes(options);
  const directory = await mkdtemp(join(tmpdir(), 'kubectl-endpoints-bench-'));
  const bench: Bench = { directory, signal: interrupted.signal, log };
  try {
    const rounds = `rounds: ${options.runs}, of describe ${options.runs * OFTEN}; medians`;
    print(listed([...machine(programs), ...(canFill ? ownVersions() : []), rounds]));
    if (options.parts.includes('live')) await measureLive(bench, programs, options, canFill);
    if (options.parts.includes('offline')) print(await offline(bench, programs, options.size, options.runs));
    const grows = options.parts.includes('growth');
    if (grows || options.parts.includes('offline'))
      print(await growth(bench, programs, options, grows && canFill));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Whether the benchmark starts a control plane; logs why it cannot if one is wanted. */
function startsControlPlanes({ context, kubeconfig, parts }: Options): boolean {
  if (!parts.some((part) => part !== 'offline') || (context ?? kubeconfig) !== null) return false;
  if (process.env.USE_EXISTING_CLUSTER === 'true')
    throw new UsageError('an existing cluster is not filled: name it with --context');
  if (!available) log(`offline only: no etcd and kube-apiserver in ${assets} (KUBEBUILDER_ASSETS)`);
  return available;
}

async function measureLive(
  bench: Bench,
  programs: readonly Build[],
  options: Options,
  canFill: boolean,
): Promise<void> {
  const existing = (options.context ?? options.kubeconfig) !== null;
  if (!existing && !canFill) return;
  const kubectl = findKubectl().kubectl?.path;
  if (!kubectl) throw new Error('there is no kubectl to measure against');
  const cluster = canFill ? await startCluster(bench) : null;
  try {
    await cluster?.fill(options.size);
    const kubeconfig = cluster?.kubeconfig ?? copyKubeconfig(kubectl, options, bench.directory);
    print(listed(clusterVersions(kubectl, kubeconfig)));
    print(await live(bench, { kubectl, builds: programs, kubeconfig }, options));
  } finally {
    await cluster?.stop();
  }
}

function listed(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
