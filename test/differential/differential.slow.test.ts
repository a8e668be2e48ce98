/**
 * Compares the join, the rules and the report of random clusters with oracles that were written independently from the
 * documents. DIFFERENTIAL_CLUSTERS=50000 tests more clusters, DIFFERENTIAL_SEED=17 a single one.
 */
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../src/model/objects/kinds.ts';
import type { Report } from '../../src/model/report/endpoints-report.ts';
import { publish } from '../support/controllers.ts';
import { spelledAsBefore } from '../support/differential/by-hand.ts';
import { differences, evaluateCluster } from '../support/differential/compare.ts';
import { generate } from '../support/differential/generate.ts';
import { copySpelling, MUTATIONS } from '../support/differential/mutate.ts';
import { evaluateSnapshot, snapshotWithout } from '../support/evaluate.ts';
import { node, pod, type Raw, service, workload } from '../support/objects.ts';
import { MISTAKES } from '../support/oracle/mistakes.ts';
import { isFollowed, selectedBy } from '../support/oracle/pods.ts';
import { ADVICE, LADDER } from '../support/oracle/verdicts.ts';
import { Random } from '../support/random.ts';

const { DIFFERENTIAL_SEED: only, DIFFERENTIAL_CLUSTERS: many = '2000' } = process.env;
const seeds = only === undefined ? Array.from({ length: Number(many) }, (_, seed) => seed) : [Number(only)];

/** Enough for 50,000 clusters. */
const timeout = 20_000 + seeds.length * 20;

/** Checks all clusters and reports the seed and the relevant objects of the first that fails. */
async function everyCluster(check: (random: Random, objects: Raw[]) => Promise<string[]>): Promise<void> {
  const failed: string[] = [];
  for (const seed of seeds) {
    const random = new Random(seed);
    const objects = publish(...generate(random));
    const found = await check(random, objects);
    if (found.length === 0) continue;
    const about = failed.length === 0 ? described(objects, found) : [];
    failed.push([`DIFFERENTIAL_SEED=${seed}`, ...found, ...about].join('\n  '));
  }
  expect(failed.slice(0, 10).join('\n'), `${failed.length} of ${seeds.length} clusters`).toBe('');
}

/** The Services with these names, their Endpoints and slices, and the Pods that they select. */
function described(objects: readonly Raw[], found: readonly string[]): string[] {
  const services = objects.filter(
    ({ kind, metadata: { name } }) => kind === 'Service' && found.join().includes(name),
  );
  const pods = new Set<Raw>(services.flatMap((one) => (isFollowed(one) ? selectedBy(one, objects) : [])));
  const isIts = ({ metadata: { name } }: Raw) => services.some((one) => name.startsWith(one.metadata.name));
  return objects.filter((one) => isIts(one) || pods.has(one)).map(inShort);
}

/** An object in one line, without fields that all objects of its kind have. */
function inShort({ apiVersion: _, kind, metadata, ...rest }: Raw): string {
  const { namespace: __, name, uid: ___, creationTimestamp: ____, ...more } = metadata;
  return `${kind} ${name} ${JSON.stringify({ ...more, ...rest })}`;
}

function respell({ kind, status }: Raw, random: Random): void {
  if (kind !== 'Pod') return;
  for (const one of (status as { podIPs?: { ip: string }[] }).podIPs ?? [])
    one.ip = spelledAsBefore(one.ip, random);
}

const compare = async (objects: readonly Raw[]) =>
  differences(objects, evaluateCluster(await snapshotWithout({}, ...objects)));

describe('random clusters', () => {
  test('as the controllers publish them', { timeout }, () => everyCluster((_, objects) => compare(objects)));

  test('with addresses as older servers take and publish them', { timeout }, () =>
    everyCluster(async (random, objects) => {
      for (const object of objects) respell(object, random);
      copySpelling(objects);
      return compare(objects);
    }),
  );

  const seen = new Map<string, number>();
  const mutations = Object.entries(MUTATIONS);
  test('where the controllers lag, or somebody meddled', { timeout }, () =>
    everyCluster(async (random, objects) => {
      const [name, mutate] = random.pick(mutations);
      mutate(objects, random);
      const evaluated = evaluateCluster(await snapshotWithout({}, ...objects));
      for (const { rule } of evaluated.report.findings) seen.set(rule, (seen.get(rule) ?? 0) + 1);
      return differences(objects, evaluated).map((text) => `${name}: ${text}`);
    }),
  );

  test.skipIf(seeds.length < 2000)('they have every finding that a Pod or a controller can cause', () => {
    for (const rule of [...LADDER, ...MISTAKES]) expect(seen.get(rule), rule).toBeGreaterThan(20);
  });

  test('in any order', { timeout }, () =>
    everyCluster(async (random, objects) => {
      const expected = evaluateSnapshot(await snapshotWithout({}, ...objects));
      const reordered = evaluateSnapshot(await snapshotWithout({}, ...random.shuffle(objects)));
      const turned = evaluateSnapshot(
        await snapshotWithout({}, ...objects.map((one) => shuffledInside(one, random))),
      );
      return [...apart(expected, reordered), ...apart(verdict(expected), verdict(turned))];
    }),
  );

  const kept: Kind[][] = [['EndpointSlice'], ['Pod'], ['Node'], ['Endpoints'], ['Pod', 'EndpointSlice']];
  test('where a kind could not be read', { timeout }, () =>
    everyCluster(async (random, objects) => {
      const unread = Object.fromEntries(random.pick(kept).map((kind) => [kind, 'forbidden']));
      return withoutKinds(Object.keys(unread), evaluateSnapshot(await snapshotWithout(unread, ...objects)));
    }),
  );
});

/** Rules of class advice that can explain why a Service is Unavailable. */
const EXCUSES = ['scaled-to-zero', 'selected-pods-not-in-input'];

describe('an Unavailable Service has a finding that says why', () => {
  const kinds: Kind[] = [
    ...(['Endpoints', 'EndpointSlice', 'Pod', 'Node', 'Workload'] as const),
    ...(['Event', 'NetworkPolicy', 'Ingress', 'APIGroup'] as const),
  ];
  const statuses = new Map<string, number>();
  const mutations = Object.values(MUTATIONS);

  test('whatever could not be read', { timeout }, () =>
    everyCluster(async (random, published) => {
      const objects = [...published, ...someWorkloads(random)];
      if (random.chance(0.5)) random.pick(mutations)(objects, random);
      const unread = Object.fromEntries(random.some(kinds, 0, 3).map((kind) => [kind, 'forbidden']));
      const snapshot = await snapshotWithout(unread, ...objects);
      const { report } = evaluateCluster({ ...snapshot, live: random.chance(0.5) });
      for (const { status } of report.services) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      return unexplained(report).map((name) => `${name} without ${Object.keys(unread)}`);
    }),
  );

  test.skipIf(seeds.length < 2000)('they are in every state', () => {
    for (const status of ['Healthy', 'Degraded', 'Unavailable', 'Unknown'])
      expect(statuses.get(status), status).toBeGreaterThan(200);
  });
});

/** Deployments and CronJobs whose Pod templates may match the selectors of the Services. */
function someWorkloads(random: Random): Raw[] {
  return random.some(['a', 'b', '']).map((app, index) =>
    workload(random.pick(['Deployment', 'Deployment', 'CronJob']), `w${index}`, {
      labels: { app, tier: 'x' },
      replicas: random.pick([0, 0, 1]),
    }),
  );
}

function unexplained({ services, findings }: Report): string[] {
  const explained = new Set(
    findings
      .filter(({ severity, rule }) => (severity === 'info' ? EXCUSES.includes(rule) : !ADVICE.includes(rule)))
      .map(({ namespace, service }) => `${namespace}/${service}`),
  );
  return services
    .filter(({ status }) => status === 'Unavailable')
    .map(({ namespace, name }) => `${namespace}/${name}`)
    .filter((name) => !explained.has(name));
}

/** Shuffles endpoints of slices and subsets, which are sets. */
function shuffledInside(object: Raw, random: Random): Raw {
  const lists = ['endpoints', 'subsets'].filter((field) => Array.isArray(object[field]));
  return {
    ...object,
    ...Object.fromEntries(lists.map((field) => [field, random.shuffle(object[field] as unknown[])])),
  };
}

/** A report without texts, which list addresses in the order of the input. */
function verdict({ services, findings }: Report): object {
  return {
    services: services.map(({ backends, facts: _, ...service }) => ({
      ...service,
      backends: backends?.map(({ port, ...row }) => (service.headless ? row : { ...row, port })),
    })),
    findings: findings.map(({ rule, severity, service, subject }) => ({ rule, severity, service, subject })),
  };
}

/** The first lines that differ in two reports. */
function apart(expected: object, found: object): string[] {
  const [before, after] = [expected, found].map((one) => JSON.stringify(one, null, 1).split('\n'));
  const at = before?.findIndex((line, index) => line !== after?.[index]) ?? -1;
  return at < 0 ? [] : [`expected ${before?.[at]?.trim()}, found ${after?.[at]?.trim()}`];
}

/** The facts that a finding needs. */
const NEEDS: Record<string, string[]> = {
  'selector-matches-no-pods': ['Pod'],
  'pod-not-ready': ['Pod'],
  'target-port-unresolved': ['Pod'],
  'node-missing': ['Pod', 'Node'],
  'pod-not-published': ['Pod', 'Node', 'EndpointSlice'],
  'readiness-out-of-date': ['Pod', 'EndpointSlice'],
  'stale-address': ['Pod', 'EndpointSlice'],
  'endpoints-frozen': ['EndpointSlice'],
  'endpoints-missing': ['Endpoints', 'EndpointSlice'],
  'endpoints-not-mirrored': ['Endpoints', 'EndpointSlice'],
  'endpointslice-not-routable': ['EndpointSlice'],
  'port-name-mismatch': ['EndpointSlice'],
  'ip-family-unserved': ['Pod'],
};

/** No finding may depend on an unread kind, and without slices the status is Unknown. */
function withoutKinds(unread: string[], { findings, services }: Report): string[] {
  const unfounded = findings.filter(({ rule }) => NEEDS[rule]?.some((kind) => unread.includes(kind)));
  const known = services.filter(
    ({ status, backendSource }) =>
      unread.includes('EndpointSlice') && backendSource !== 'externalName' && status !== 'Unknown',
  );
  const guessed = services.filter(
    ({ status, backendSource, ports }) =>
      unread.includes('Pod') &&
      backendSource === 'selector' &&
      status !== 'Unknown' &&
      ports.some(({ routable }) => routable > 0),
  );
  return [
    ...unfounded.map(({ rule }) => `${rule} without ${unread}`),
    ...[...known, ...guessed].map(({ name, status }) => `${name} is ${status} without ${unread}`),
  ];
}

test('a healthy cluster of 1,000 Services has no error and no warning', async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `s${index}`);
  const services = names.map((name) => service({ selector: { app: name } }, { name }));
  const pods = names.flatMap((app, index) =>
    [1, 2].map((last) =>
      pod(`${app}-${last}`, {
        labels: { app },
        ips: [`10.${index >> 8}.${index & 255}.${last}`],
        ports: [{ containerPort: 8080 }],
      }),
    ),
  );
  const report = evaluateSnapshot(await snapshotWithout({}, ...publish(...services, ...pods, node())));
  expect(report.summary).toMatchObject({ services: 1000, healthy: 1000, errors: 0, warnings: 0, infos: 0 });
  expect(report.findings).toEqual([]);
});
