/** Measures pairs of clients: the plugin, and the client that it is compared with. */
import { type Bench, compare, run } from './measure.ts';
import { type Client, countRequests } from './programs.ts';
import type { TcpProxy } from './proxy.ts';
import type { Limits, Result, Row } from './table.ts';

export interface Pair {
  work: Client;
  against: Client;
  atMost?: Limits | undefined;
}

/** Keyed by the name of the client. */
export type Counts = ReadonlyMap<string, Pick<Result, 'requests' | 'bytes'>>;

export const clientsOf = (pairs: readonly Pair[]): Client[] => [
  ...new Map(pairs.flatMap(({ work, against }) => [work, against].map((one) => [one.name, one]))).values(),
];

/** Runs each client once, to fill kubectl's discovery cache and the page cache. */
export async function warmUp(bench: Bench, pairs: readonly Pair[]): Promise<void> {
  for (const client of clientsOf(pairs)) await run(bench, client);
}

/** Counts requests and bytes of each client in a run that is not timed. */
export async function count(bench: Bench, proxy: TcpProxy, clients: readonly Client[]): Promise<Counts> {
  const counts = new Map<string, Pick<Result, 'requests' | 'bytes'>>();
  for (const client of clients) {
    const { name, command, requests } = client;
    bench.log(`counting: ${name}`);
    proxy.bytes = 0;
    const flags = typeof requests === 'number' ? [] : requests;
    const { stderr } = await run(bench, { ...client, command: [...command, ...flags] });
    const made = typeof requests === 'number' ? requests : countRequests(stderr);
    counts.set(name, { requests: made, bytes: proxy.bytes });
  }
  return counts;
}

export async function resultsOf(
  bench: Bench,
  clients: readonly Client[],
  rounds: number,
  counts: Counts,
): Promise<Map<string, Result>> {
  const costs = await compare(bench, clients, rounds);
  const unknown = { requests: null, bytes: null };
  return new Map(
    clients.flatMap(({ name }, index) => {
      const cost = costs[index];
      return cost ? [[name, { name, ...cost, ...(counts.get(name) ?? unknown) }] as const] : [];
    }),
  );
}

export async function rowsOf(
  bench: Bench,
  pairs: readonly Pair[],
  rounds: number,
  counts: Counts,
): Promise<Row[]> {
  const results = await resultsOf(bench, clientsOf(pairs), rounds, counts);
  return pairs.flatMap(({ work, against, atMost }) => {
    const [ours, theirs] = [results.get(work.name), results.get(against.name)];
    return ours && theirs ? [{ work: ours, against: theirs, atMost }] : [];
  });
}
