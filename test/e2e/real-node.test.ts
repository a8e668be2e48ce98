/** Holds reports against kube-proxy and connections, on a node with kubelet and containers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareWithRules, readLive } from '../support/e2e/real-node/compare-rules.ts';
import { EXPECTED, FINDINGS, LISTENING } from '../support/e2e/real-node/expected.ts';
import {
  applySituations,
  askEach,
  frontsOf,
  gravesOf,
  portsOf,
  readReport,
} from '../support/e2e/real-node/observe.ts';
import { serviceWithSlices } from '../support/e2e/real-node/random-slices.ts';
import { RealNode } from '../support/e2e/real-node/real-node.ts';
import { compareReplayed, readRecordings } from '../support/e2e/real-node/replay.ts';
import { findRequirements } from '../support/e2e/real-node/requirements.ts';
import { Random } from '../support/random.ts';

const requirements = findRequirements();
if (typeof requirements === 'string') process.stderr.write(`real node: skipped, ${requirements}\n`);

const RANDOM_SERVICES = Number(process.env.DIFFERENTIAL_PROXY_SERVICES ?? 300);

/** kube-proxy chooses at random: with two Pods, one of them is missed once in 100,000 times. */
const TRIES = 18;

/** For Pods to become what they will be. */
const PATIENCE = { timeout: 40_000, interval: 500 };

let node: RealNode;

describe.skipIf(typeof requirements === 'string')('a real node', { concurrent: false }, () => {
  beforeAll(async () => {
    if (typeof requirements === 'string') return;
    node = await RealNode.start(requirements);
    await applySituations(node);
  }, 120_000);
  afterAll(() => node?.stop());

  test('each port has the expected number of ready Pods', async () => {
    const expected = Object.entries(EXPECTED).map(([key, { ready }]) => `${key}: ${ready}`);
    const read = async () =>
      portsOf(await readReport(node)).map(({ key, port }) => `${key}: ${port.readyCount}`);
    await expect.poll(async () => (await read()).sort(), PATIENCE).toEqual(expected.sort());
  });

  test('each Service has the expected errors and warnings', async () => {
    await expect.poll(async () => gravesOf(await readReport(node)), PATIENCE).toEqual(FINDINGS);
  });

  test('kube-proxy has rules for the addresses that are routable', async () => {
    const report = await readReport(node);
    const [live, rules] = [await readLive(node), await node.proxyRules()];
    const { agreeing, differing, omitted } = compareWithRules(report, rules, ({ namespace, name }) =>
      live.get(`${namespace}/${name}`),
    );
    expect(differing).toEqual([]);
    expect(omitted).toEqual([
      'default/headless: headless',
      'default/listed-twice: an address is listed twice',
      'default/local: internalTrafficPolicy Local',
      'default/local-to-no-node: internalTrafficPolicy Local',
    ]);
    expect(agreeing).toBeGreaterThanOrEqual(20);
  });

  test('connections to a Service reach the Pods that are routable and listen', async () => {
    const ports = portsOf(await readReport(node)).filter(({ key }) => EXPECTED[key]?.answer);
    const targets = ports.flatMap((port) => {
      const times = (EXPECTED[port.key]?.answer?.length ?? 0) > 1 ? TRIES : 3;
      return frontsOf(node, port).map((front) => ({ ...front, key: port.key, times }));
    });
    const answers = await askEach(node, targets);
    const errors = expect.stringMatching(/^(ECONNREFUSED|EHOSTUNREACH|TIMEOUT)$/);
    for (const { key } of ports) {
      const expected = EXPECTED[key]?.answer ?? [];
      expect({ [key]: answers[key] }).toEqual({ [key]: expected.length > 0 ? expected : [errors] });
    }
  });

  test('connections to the address of a Pod are answered where it listens', async () => {
    const rows = (await readReport(node)).services.flatMap(({ backends }) => backends ?? []);
    const named = rows.flatMap(({ pod, address, port }) =>
      pod && address && port ? [{ key: `${pod} ${port}`, pod, address, port, times: 1 }] : [],
    );
    const answers = await askEach(node, named);
    for (const { key, pod, port } of named) {
      const listens = LISTENING[pod]?.includes(port);
      expect({ [key]: answers[key] }).toEqual({
        [key]: listens ? [pod] : [expect.stringMatching(/^[A-Z]+$/)],
      });
    }
    expect(Object.keys(answers).length).toBeGreaterThan(10);
  });

  test('with session affinity one Pod answers each time', async () => {
    const ports = portsOf(await readReport(node)).filter(({ service }) => service.name === 'affinity');
    const targets = ports.flatMap((port) =>
      frontsOf(node, port).map((front) => ({ ...front, key: '', times: TRIES })),
    );
    expect((await askEach(node, targets))['']).toEqual([expect.stringMatching(/^web-[01]$/)]);
  });

  test('kube-proxy routes the recordings as reported', async () => {
    const recordings = readRecordings();
    const { agreeing, differing } = await compareReplayed(node, recordings);
    expect(differing).toEqual([]);
    expect(agreeing).toBeGreaterThanOrEqual(70);
  });

  test('kube-proxy routes random slices as reported', async () => {
    const objects = Array.from({ length: RANDOM_SERVICES }, (_, seed) =>
      serviceWithSlices(`service-${seed}`, new Random(seed)),
    ).flat();
    const { routed, differing } = await compareReplayed(node, [{ prefix: 'random', objects }]);
    expect(differing.slice(0, 10)).toEqual([]);
    expect(routed).toBeGreaterThan(RANDOM_SERVICES / 2);
  });
});
