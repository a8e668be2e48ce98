import { spawnSync } from 'node:child_process';

/** The median wall time of one command divided by that of another, run alternately. */
export function timeRatio(
  ours: readonly string[],
  theirs: readonly string[],
  { pairs = 15, env = process.env } = {},
): { ratio: number; ours: number; theirs: number } {
  const times: [number, number][] = [];
  for (let i = 0; i < pairs + 2; i++) times.push([time(ours, env), time(theirs, env)]);
  // The first runs fill the page cache.
  const kept = times.slice(2);
  const median = (column: 0 | 1) =>
    kept.map((pair) => pair[column]).sort((a, b) => a - b)[Math.floor(pairs / 2)] ?? 0;
  return { ratio: median(0) / median(1), ours: median(0), theirs: median(1) };
}

function time([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return performance.now() - start;
}
