/** A cluster four times as large takes four times the work, counted in property reads of the input objects. */
import { expect, test } from 'vitest';
import { join } from '../../src/join/join.ts';
import { lookUpPods } from '../../src/join/lookup/pod-lookup.ts';
import { buildPodReport } from '../../src/report/build-pods.ts';
import { buildReport } from '../../src/report/build-services.ts';
import { runRules } from '../../src/rules/engine/runner.ts';
import { publish } from '../support/controllers.ts';
import { snapshotOf } from '../support/evaluate.ts';
import {
  endpoints,
  event,
  ingress,
  manifest,
  networkPolicy,
  node,
  type PodShape,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  workload,
} from '../support/objects.ts';

const PODS = 4;

/** Applications in one namespace; one in ten has features that the others lack. */
function cluster(applications: number): Raw[] {
  const objects: Raw[] = [node('n1')];
  for (let i = 0; i < applications; i++) objects.push(...application(i));
  return publish(...objects);
}

function application(index: number): Raw[] {
  const name = nameOf(index);
  const labels = { app: name, team: `t${index % 7}` };
  const own = { name };
  const pods = Array.from({ length: PODS }, (_, i) =>
    pod(`${name}-${i}`, {
      labels,
      ips: [`10.${index >> 8}.${index & 255}.${i + 1}`],
      ports: [{ name: 'http', containerPort: 8080 }],
      ready: index % 10 === 1 ? 'False' : 'True',
    }),
  );
  const plain = [...pods, workload('Deployment', name, { labels })];
  switch (index % 10) {
    case 1:
      return [
        ...plain,
        service({ selector: labels }, own),
        ...pods.map((one) => event(one, 'Unhealthy', '503')),
      ];
    case 2:
      return [...plain, service({ selector: { app: `${name}x` } }, own)];
    case 3:
      return [selectorless({}, own), slice([], { name: `stray-${index}`, service: '' })];
    case 4:
      return [...plain, service({ selector: labels, ports: [{ port: 80, targetPort: 'web' }] }, own)];
    case 5:
      return [
        ...plain,
        service({ selector: labels }, own),
        networkPolicy(name, { podSelector: { matchLabels: labels } }),
      ];
    case 6:
      return [
        ...plain,
        service({ selector: labels }, own),
        ingress(name, [{ service: { name, port: { number: 81 } } }]),
      ];
    case 7:
      return [endpoints([subset([`10.99.${index >> 8}.${index & 255}`])], { name: `gone-${index}` })];
    case 8:
      return [
        service(
          { type: 'ExternalName', externalName: `${nameOf(index - 1)}.default.svc`, selector: undefined },
          own,
        ),
      ];
    default:
      return [...plain, service({ selector: labels }, own)];
  }
}

/** Sorted as a server lists them, so that sorting adds no work. */
const nameOf = (index: number) => `app-${String(index).padStart(5, '0')}`;

async function work(applications: number): Promise<number> {
  const snapshot = await snapshotOf(...cluster(applications));
  let looks = 0;
  const joined = join(watched(snapshot, () => looks++));
  const report = buildReport(joined, runRules(joined), snapshot.source, true);
  expect(new Set(report.findings.map(({ rule }) => rule)).size).toBeGreaterThan(7);
  return looks;
}

/** Wraps a value in proxies that count property reads; the same object gets the same proxy. */
function watched<T extends object>(value: T, look: () => void): T {
  const seen = new WeakMap<object, object>();
  const wrap = (target: object): object => {
    const known = seen.get(target);
    if (known) return known;
    const proxy = new Proxy(target, {
      get(object, key) {
        look();
        const found = Reflect.get(object, key);
        return typeof found === 'object' && found !== null && !(found instanceof Set) ? wrap(found) : found;
      },
    });
    seen.set(target, proxy);
    return proxy;
  };
  return wrap(value) as T;
}

test('the join, the rules and the report grow with the cluster', async () => {
  const [small, large] = [await work(250), await work(1000)];
  expect(large / small).toBeLessThan(4.2);
});

/** One Service that selects all Pods. */
async function workOfPods(count: number, shape: PodShape): Promise<number> {
  const pods = Array.from({ length: count }, (_, i) =>
    pod(nameOf(i), { ips: [`10.0.${i >> 8}.${i & 255}`], ...shape }),
  );
  const snapshot = await snapshotOf(...publish(service(), node(), ...pods));
  let looks = 0;
  const joined = join(watched(snapshot, () => looks++));
  const results = runRules(joined);
  const report = buildPodReport(
    { joined, results, source: snapshot.source },
    lookUpPods(joined, joined.cluster.all('Pod')),
  );
  expect(report.findings.length).toBeGreaterThan(0);
  expect(report.pods.every(({ services }) => services.length === 1)).toBe(true);
  return looks;
}

test.each<[string, PodShape]>([
  ['not Ready', { ready: 'False' }],
  ['finished', { phase: 'Succeeded' }],
])('the way back from the Pods of a Service grows with them: %s', async (_, shape) => {
  const [small, large] = [await workOfPods(250, shape), await workOfPods(1000, shape)];
  expect(large / small).toBeLessThan(4.2);
});

/** Services without Pods in the input, and workloads that no Service selects. */
async function workOfManifests(count: number): Promise<number> {
  const objects = Array.from({ length: count }, (_, i) => [
    manifest(service({ selector: { app: nameOf(i), role: 'leader' } }, { name: nameOf(i) })),
    manifest(workload('Deployment', nameOf(i), { labels: { team: nameOf(i) } })),
  ]);
  const snapshot = await snapshotOf(...objects.flat());
  let looks = 0;
  const { findings } = runRules(join(watched(snapshot, () => looks++)));
  expect(findings).toHaveLength(count);
  return looks;
}

test('who else makes Pods is looked for in no more than the input has', async () => {
  const [small, large] = [await workOfManifests(250), await workOfManifests(1000)];
  expect(large / small).toBeLessThan(4.2);
});
