/** Compares `check` on a cluster with `check` on a cluster four times as large. */
import { count, resultsOf } from './clients.ts';
import { startCluster } from './cluster.ts';
import type { Options } from './flags.ts';
import type { Bench } from './measure.ts';
import { GROWTH, grown, offlineGrowth, sizeOf } from './offline.ts';
import { type Build, plugin, type Route } from './programs.ts';
import { type Result, type Row, table } from './table.ts';
import { withProxy } from './target.ts';

export async function growth(
  bench: Bench,
  builds: readonly Build[],
  { size, runs }: Options,
  isLive: boolean,
): Promise<string> {
  const rows = [
    ...(isLive ? await liveGrowth(bench, builds, { size, runs }) : []),
    ...(await offlineGrowth(bench, builds, size, runs)),
  ];
  const sizes = [GROWTH, 1].map((times) => sizeOf(grown(size, times))).join(' against ');
  return `### ${sizes}\n\n${table(rows)}`;
}

/** Measures one control plane, first with one copy of the objects, then with four. */
async function liveGrowth(
  bench: Bench,
  builds: readonly Build[],
  { size, runs }: Pick<Options, 'size' | 'runs'>,
): Promise<Row[]> {
  const compact = grown(size, 1);
  const cluster = await startCluster(bench);
  const checks = () => checkAll(bench, builds, cluster.kubeconfig, runs);
  try {
    await cluster.fill(compact);
    const small = await checks();
    for (let copy = 2; copy <= GROWTH; copy += 1) {
      bench.log(`filling: copy ${copy} of ${GROWTH}`);
      await cluster.fill(compact);
    }
    const large = await checks();
    return large.flatMap((work, index): Row[] => {
      const before = small[index];
      return before
        ? [{ work, against: { ...before, name: 'the same' }, atMost: { wall: 5, memory: 3 } }]
        : [];
    });
  } finally {
    await cluster.stop();
  }
}

async function checkAll(
  bench: Bench,
  builds: readonly Build[],
  kubeconfig: string,
  runs: number,
): Promise<Result[]> {
  const checksOn = (route: Route) => builds.map((build) => plugin(build, ['check', '-A'], route));
  const counts = await withProxy(kubeconfig, 0, (route, proxy) => count(bench, proxy, checksOn(route)));
  const results = await resultsOf(bench, checksOn({ kubeconfig, port: null }), runs, counts);
  return [...results.values()];
}
