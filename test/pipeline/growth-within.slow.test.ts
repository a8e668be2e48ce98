/**
 * Four times as much of one thing within a Service, an Ingress or a slice costs four times the work: how often each
 * part of the code runs, which V8 counts for coverage. Neither the machine nor what else runs on it plays a part.
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

/** Everything that is made of a snapshot, as text. */
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
    ...lookups.map((lookup) => renderLookup(lookup, 'wide', STYLE)),
  ].join('');
}

/** Those of Pods: what is found of a Service as a whole is told at each of its addresses. */
function addressesIn({ cluster }: JoinedCluster): string[] {
  return [...new Set(cluster.all('Pod').flatMap(({ ips }) => ips))];
}

function draw(snapshot: ClusterSnapshot): string {
  const joined = join(snapshot);
  const report = buildReport(joined, runRules(joined), snapshot.source, true);
  return renderReport(report, 'mermaid', STYLE, 'describe');
}

const SMALL = 100;
/** More than a picture shows one by one. */
const UNDRAWN = 300;
const TIMES = 4;
/** What is linear has 4, what sorts as well 5, what is quadratic 16. */
const MOST = 6;
/** Of what is done a few times one time more says nothing. */
const RARE = 200;

const session = new Session();

beforeAll(async () => {
  // What is inlined is not counted.
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

/** What has grown too much. */
function growth(small: Counts, large: Counts) {
  return [...large]
    .map(([what, count]) => ({ what, ratio: count / Math.max(RARE, small.get(what) ?? 0) }))
    .filter(({ ratio }) => ratio > MOST);
}

/** By file of src/, how often the busiest block of each function was run; and how many characters came of it. */
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
