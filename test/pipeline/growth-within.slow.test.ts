/**
 * Four times as many ports, addresses or paths in one Service, Ingress or slice take four times the work. Work is
 * counted by V8's coverage, so it does not depend on the speed of the machine.
 */
import { Session } from 'node:inspector/promises';
import { setFlagsFromString } from 'node:v8';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { join } from '../../src/join/join.ts';
import { lookUpAddresses } from '../../src/join/lookup/address-lookup.ts';
import { lookUpIngresses } from '../../src/join/lookup/ingress-lookup.ts';
import { lookUpPods } from '../../src/join/lookup/pod-lookup.ts';
import type { ClusterSnapshot } from '../../src/model/snapshot.ts';
import type { JoinedCluster } from '../../src/model/view/service-view.ts';
import { renderLookup } from '../../src/render/render-lookup.ts';
import { renderReport } from '../../src/render/render-report.ts';
import { buildAddressReport } from '../../src/report/build-addresses.ts';
import { buildIngressReport } from '../../src/report/build-ingresses.ts';
import { buildPodReport } from '../../src/report/build-pods.ts';
import { buildReport } from '../../src/report/build-services.ts';
import { runRules } from '../../src/rules/engine/runner.ts';
import { snapshotOf } from '../support/evaluate.ts';
import { GROWTH_CASES } from '../support/growth-cases.ts';

const STYLE = { width: null, color: false, headers: true };
const TERMINAL = { ...STYLE, width: 80 };

/** All output for a snapshot, as text. */
function work(snapshot: ClusterSnapshot): string {
  const joined = join(snapshot);
  const results = runRules(joined);
  const known = { joined, results, source: snapshot.source };
  const { cluster } = joined;
  const report = buildReport(joined, results, snapshot.source, true);
  const lookups = [
    buildPodReport(known, lookUpPods(joined, cluster.all('Pod'))),
    buildIngressReport(known, lookUpIngresses(joined, cluster.all('Ingress'))),
    buildAddressReport(known, lookUpAddresses(joined, addressesIn(joined), null)),
  ];
  return [
    renderReport(report, 'wide', STYLE, 'describe'),
    renderReport(report, 'json', STYLE, 'describe'),
    ...(['describe', 'get', 'check'] as const).map((view) => renderReport(report, 'table', TERMINAL, view)),
    ...lookups.flatMap((lookup) => [
      renderLookup(lookup, 'wide', STYLE),
      renderLookup(lookup, 'table', TERMINAL),
    ]),
  ].join('');
}

/** The addresses of Pods only: findings about a Service are repeated at each of its other addresses. */
function addressesIn({ cluster }: JoinedCluster): string[] {
  return [...new Set(cluster.all('Pod').flatMap(({ ips }) => ips))];
}

function draw(snapshot: ClusterSnapshot): string {
  const joined = join(snapshot);
  const report = buildReport(joined, runRules(joined), snapshot.source, true);
  return renderReport(report, 'mermaid', STYLE, 'describe');
}

const SMALL = 100;
/** More than mermaid output draws one by one. */
const UNDRAWN = 300;
const TIMES = 4;
/** The limit: linear work has a ratio of 4, with sorting 5, quadratic work 16. */
const MOST = 6;
/** Ratios of small counts mean nothing. */
const RARE = 200;

const session = new Session();

beforeAll(async () => {
  // V8 does not count inlined functions.
  for (const flag of ['--no-opt', '--no-maglev', '--no-sparkplug']) setFlagsFromString(flag);
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
});

afterAll(() => session.disconnect());

test.each(GROWTH_CASES)('%s', async (_, rule, make) => {
  const small = await countsOf(work, await snapshotOf(...make(SMALL)));
  const snapshot = await snapshotOf(...make(SMALL * TIMES));
  expect(growth(small, await countsOf(work, snapshot))).toEqual([]);
  if (rule !== '') expect(rulesOf(snapshot)).toContain(rule);
});

test('a picture', async () => {
  const make = (count: number) => snapshotOf(...(GROWTH_CASES[0]?.[2](count) ?? []));
  const small = await countsOf(draw, await make(UNDRAWN));
  expect(growth(small, await countsOf(draw, await make(UNDRAWN * TIMES)))).toEqual([]);
});

type Counts = ReadonlyMap<string, number>;

/** The functions whose ratio exceeds the limit. */
function growth(small: Counts, large: Counts) {
  return [...large]
    .map(([what, count]) => ({ what, ratio: count / Math.max(RARE, small.get(what) ?? 0) }))
    .filter(({ ratio }) => ratio > MOST);
}

/** The count of the busiest block of each function, by file of src/, and the length of the output. */
async function countsOf(
  run: (snapshot: ClusterSnapshot) => string,
  snapshot: ClusterSnapshot,
): Promise<Counts> {
  await session.post('Profiler.takePreciseCoverage');
  const { length } = run(snapshot);
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const files = result.filter(({ url }) => url.includes('/src/'));
  expect(files.length).toBeGreaterThan(30);
  return new Map([
    ['characters', length],
    ...files.map(({ url, functions }): [string, number] => [
      url.slice(url.lastIndexOf('/src/')),
      functions.reduce((sum, { ranges }) => sum + Math.max(...ranges.map(({ count }) => count)), 0),
    ]),
  ]);
}

function rulesOf(snapshot: ClusterSnapshot): string[] {
  return runRules(join(snapshot)).findings.map(({ finding }) => finding.rule);
}
