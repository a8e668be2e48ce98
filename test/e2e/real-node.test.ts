/** Holds reports against kube-proxy and connections, on a node with kubelet and containers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonReport } from '../../src/model/report/json-report.ts';
import { generate } from '../support/differential/generate.ts';
import { compareWithRules, readLive } from '../support/e2e/real-node/compare-rules.ts';
import { applySituations, portsOf, readReport, routableRows } from '../support/e2e/real-node/observe.ts';
import { RealNode } from '../support/e2e/real-node/real-node.ts';
import { type Recording, replay, replayedNamespace } from '../support/e2e/real-node/replay.ts';
import { findRequirements } from '../support/e2e/real-node/requirements.ts';
import { EXPECTED } from '../support/e2e/real-node/situations.ts';
import { waitFor } from '../support/e2e/wait.ts';
import { Random } from '../support/random.ts';
import { run } from '../support/run-main.ts';

const requirements = findRequirements();
if (typeof requirements === 'string') process.stderr.write(`real node: skipped, ${requirements}\n`);

const RANDOM_CLUSTERS = Number(process.env.DIFFERENTIAL_PROXY_CLUSTERS ?? 100);

/** Enough for kube-proxy, which chooses one of two at random, to choose each. */
const TRIES = 20;

let node: RealNode;

describe.skipIf(typeof requirements === 'string')('a real node', { concurrent: false }, () => {
  beforeAll(async () => {
    if (typeof requirements === 'string') return;
    node = await RealNode.start(requirements);
    await applySituations(node);
  }, 120_000);
  afterAll(() => node?.stop());

  test('each port has the expected number of Pods', async () => {
    const expected = Object.fromEntries(Object.entries(EXPECTED).map(([key, { ready }]) => [key, ready]));
    const read = async () =>
      Object.fromEntries(portsOf(await readReport(node)).map(([key, , port]) => [key, port.readyCount]));
    await waitFor(
      async () => {
        const found = await read();
        return Object.entries(expected).every(([key, ready]) => found[key] === ready);
      },
      { seconds: 30 },
    ).catch(() => {});
    expect(await read()).toMatchObject(expected);
  });

  test('the rules of kube-proxy have the addresses that the report calls routable', async () => {
    const [report, live, rules] = await Promise.all([readReport(node), readLive(node), node.proxyRules()]);
    const compared = compareWithRules(report, rules, ({ namespace, name }) =>
      live.get(`${namespace}/${name}`),
    );
    console.log(compared);
    expect(compared.differing).toEqual([]);
    expect(compared.agreeing).toBeGreaterThan(20);
  });

  test('connections to cluster IPs reach the Pods that are routable and listen', async () => {
    const report = await readReport(node);
    const ports = portsOf(report).filter(([key]) => EXPECTED[key]);
    const targets = ports.flatMap(([key, service, port]) => {
      const rows = routableRows(service, port).map(({ address, port }) => ({
        address: address ?? '',
        port: port ?? 0,
      }));
      const fronts = service.headless
        ? rows
        : service.clusterIPs.map((address) => ({ address, port: port.port }));
      return fronts.flatMap((front) => Array.from({ length: TRIES }, () => ({ key, ...front })));
    });
    const answers = await node.ask(targets);
    const byPort = Map.groupBy(
      answers.map((answer, at) => [targets[at]?.key ?? '', answer] as const),
      ([key]) => key,
    );
    console.log(
      [...byPort].map(([key, all]) =>
        [key, Object.entries(Object.groupBy(all, ([, a]) => a)).map(([a, l]) => `${a} ${l?.length}`)].join(
          ' ',
        ),
      ),
    );
  });

  test('the recordings are routed by kube-proxy as reported', async () => {
    const folder = join(import.meta.dirname, '../clusters');
    const files = readdirSync(folder).filter((file) => file !== 'expected.json');
    const recordings = files.map((file, index) => ({
      prefix: `recording-${index}`,
      objects: JSON.parse(readFileSync(join(folder, file), 'utf8')).items,
    }));
    console.log(await compareReplayed(recordings));
  });

  test('random slices are routed by kube-proxy as reported', async () => {
    const recordings = Array.from({ length: RANDOM_CLUSTERS }, (_, seed) => ({
      prefix: `random-${seed}`,
      objects: generate(new Random(seed)),
    }));
    console.log(await compareReplayed(recordings));
  });
});

async function compareReplayed(recordings: readonly Recording[]) {
  const t = Date.now();
  await replay(node, recordings);
  console.log('created', Date.now() - t);
  const live = await readLive(node);
  const reports = await Promise.all(recordings.map(reportOf));
  console.log('reported', Date.now() - t);
  let all: ReturnType<typeof compareWithRules>[] = [];
  await waitFor(
    async () => {
      const rules = await node.proxyRules();
      all = recordings.map((recording, at) =>
        compareWithRules(reports[at] as JsonReport, rules, ({ namespace, name }) =>
          live.get(`${replayedNamespace(recording, namespace)}/${name}`),
        ),
      );
      return all.every(({ differing }) => differing.length === 0);
    },
    { seconds: 10 },
  ).catch(() => {});
  console.log('compared', Date.now() - t);
  return {
    agreeing: all.reduce((sum, { agreeing }) => sum + agreeing, 0),
    differing: all.flatMap(({ differing }, at) => differing.map((one) => `${recordings[at]?.prefix} ${one}`)),
    omitted: Object.fromEntries(
      [
        ...Map.groupBy(
          all.flatMap(({ omitted }) => omitted),
          (one) => one.replace(/.*: /, ''),
        ),
      ].map(([k, l]) => [k, l.length]),
    ),
  };
}

async function reportOf({ objects }: Recording): Promise<JsonReport> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { stdout } = await run(['describe', 'svc', '-A', '-f', '-', '-o', 'json'], { stdin });
  return JSON.parse(stdout);
}
