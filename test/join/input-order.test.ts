/** The report does not depend on the order of the input. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import expected from '../clusters/expected.json' with { type: 'json' };
import { publish } from '../support/controllers.ts';
import { evaluateObjects } from '../support/evaluate.ts';
import {
  endpoint,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  toNamed,
  workload,
} from '../support/objects.ts';

/** Shuffles reproducibly, with a linear congruential generator. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const next = () => (state = (state * 1103515245 + 12345) % 2 ** 31);
  return items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

async function expectSameReport(objects: Raw[]): Promise<void> {
  const report = await evaluateObjects(...objects);
  for (const seed of [1, 2, 3, 4]) expect(await evaluateObjects(...shuffled(objects, seed))).toEqual(report);
}

const names = Object.keys(expected);
test.each(names)('%s', sameAsRecorded);

async function sameAsRecorded(name: string): Promise<void> {
  const file = join(import.meta.dirname, `../clusters/${name}.json`);
  await expectSameReport((JSON.parse(readFileSync(file, 'utf8')) as { items: Raw[] }).items);
}

const http = (containerPort: number) => ({ ports: [{ name: 'http', containerPort }] });

test('Pods that resolve a port to different numbers', async () => {
  const pods = [1, 2, 3].map((n) => pod(`a${n}`, { ips: [`10.0.0.${n}`], ...http(8080 + n) }));
  await expectSameReport(publish(service(toNamed()), node(), ...pods));
});

test('finished Pods', async () => {
  const pods = [1, 2, 3, 4, 5].map((n) => pod(`a${n}`, { phase: 'Failed', reason: `R${n}` }));
  await expectSameReport(publish(service(), node(), ...pods));
});

test('Pods that are equally near', async () => {
  const pods = [1, 2, 3].map((n) => pod(`b${n}`, { labels: { app: 'b' } }));
  await expectSameReport(publish(service(), node(), ...pods));
});

test('workloads of one name', async () => {
  const idle = ['StatefulSet', 'Deployment', 'ReplicaSet'].map((kind) =>
    workload(kind, 'a', { replicas: 0 }),
  );
  await expectSameReport(publish(service(), ...idle));
});

test('one address in two slices', async () => {
  const slices = [1, 2, 3].map((n) => slice([endpoint('192.0.2.1')], { name: `s${n}` }));
  await expectSameReport([selectorless(), ...slices]);
});

test('one address in two slices under two numbers', async () => {
  const slices = [1, 2, 3].map((n) =>
    slice([endpoint('192.0.2.1')], { name: `s${n}`, ports: [{ name: '', port: 8080 + n, protocol: 'TCP' }] }),
  );
  await expectSameReport([selectorless(), ...slices]);
});

test('ready in one slice, terminating in another', async () => {
  const slices = [
    slice([endpoint('192.0.2.1', 'FTT')], { name: 's1' }),
    slice([endpoint('192.0.2.1', 'TTF')], { name: 's2' }),
  ];
  await expectSameReport([selectorless(), ...slices]);
});
