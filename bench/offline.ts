/** Measures the plugin on files, without a cluster. */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeListFile } from './list-file.ts';
import { type Bench, compare, type Program } from './measure.ts';
import type { Size } from './objects.ts';
import type { Build } from './programs.ts';
import { type Result, type Row, table } from './table.ts';

export const GROWTH = 4;

export const grown = (size: Size, times: number): Size => ({
  services: size.services * times,
  pods: size.pods * times,
  compact: true,
});

export const sizeOf = ({ services, pods, compact }: Size) =>
  `${services.toLocaleString('en')} Services and ${pods.toLocaleString('en')} ${compact ? 'compact ' : ''}Pods`;

/** Compares `check -f` with Node's JSON.parse on the same file. */
export async function offline(
  bench: Bench,
  builds: readonly Build[],
  size: Size,
  runs: number,
): Promise<string> {
  return withFile(bench, size, async (file) => {
    const checks = builds.map((build) => check(build, file, 'check -f FILE'));
    const parse: Program = {
      name: 'JSON.parse in Node',
      command: [process.execPath, '-e', `JSON.parse(fs.readFileSync(${JSON.stringify(file)}, "utf8"))`],
    };
    const { size: bytes } = await stat(file);
    const results = await resultsOf(bench, [...checks, parse], runs, bytes);
    const against = results.pop();
    const rows = results.flatMap((work): Row[] =>
      against ? [{ work, against, atMost: { wall: 3, memory: 2.5 } }] : [],
    );
    return `### A file of ${sizeOf(size)}\n\n${table(rows)}`;
  });
}

/** Compares `check -f` on a cluster with `check -f` on a quarter of it. */
export async function offlineGrowth(
  bench: Bench,
  builds: readonly Build[],
  size: Size,
  runs: number,
): Promise<Row[]> {
  const [small, large] = [grown(size, 1), grown(size, GROWTH)];
  return withFile(bench, small, (smallFile) =>
    withFile(bench, large, async (largeFile) => {
      const rows: Row[] = [];
      for (const build of builds) {
        const programs = [
          check(build, largeFile, 'check -f'),
          check(build, smallFile, 'check -f, a quarter'),
        ];
        const [work, against] = await resultsOf(bench, programs, runs, null);
        if (work && against)
          rows.push({ work, against: { ...against, name: 'the same' }, atMost: { wall: 5 } });
      }
      return rows;
    }),
  );
}

const check = ({ name, command }: Build, file: string, title: string): Program => ({
  name: `${title} (${name})`,
  command: [...command, 'check', '-f', file],
  codes: [0, 1],
});

async function resultsOf(
  bench: Bench,
  programs: readonly Program[],
  runs: number,
  bytes: number | null,
): Promise<Result[]> {
  const costs = await compare(bench, programs, runs);
  return costs.map((cost, index) => ({
    name: programs[index]?.name ?? '',
    ...cost,
    requests: null,
    bytes,
  }));
}

async function withFile<T>(bench: Bench, size: Size, act: (file: string) => Promise<T>): Promise<T> {
  const file = join(bench.directory, `cluster-${size.pods}${size.compact ? '-compact' : ''}.json`);
  bench.log(`writing a file of ${sizeOf(size)}`);
  await writeListFile(file, size, bench.signal);
  try {
    return await act(file);
  } finally {
    await rm(file);
  }
}
