/**
 * Applies each fix of random clusters to their objects or files, and runs the whole program on the result.
 * DIFFERENTIAL_CLUSTERS=20000 tests more clusters, DIFFERENTIAL_SEED=17 a single one.
 */
import { dump, loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { readFiles } from '../../src/files/read-files.ts';
import type { Finding } from '../../src/model/report/endpoints-report.ts';
import { applyCommand } from '../support/apply-command.ts';
import { applyEdit } from '../support/apply-edit.ts';
import { publish } from '../support/controllers.ts';
import { generate } from '../support/differential/generate.ts';
import { generateMistakes } from '../support/differential/generate-mistakes.ts';
import { MUTATIONS } from '../support/differential/mutate.ts';
import { faultsOfFix, type Judged } from '../support/differential/try-fix.ts';
import { evaluateSnapshot, snapshotWithout } from '../support/evaluate.ts';
import { ioWithStdin } from '../support/fake-io.ts';
import { CONTROLLER, MIRRORING, manifest, pod, type Raw } from '../support/objects.ts';
import { isFollowed } from '../support/oracle/pods.ts';
import { Random } from '../support/random.ts';

const { DIFFERENTIAL_SEED: only, DIFFERENTIAL_CLUSTERS: many = '2000' } = process.env;
const seeds = only === undefined ? Array.from({ length: Number(many) }, (_, seed) => seed) : [Number(only)];
const timeout = 30_000 + seeds.length * 30;

async function judge(objects: readonly Raw[]): Promise<Judged> {
  return { objects, report: evaluateSnapshot(await snapshotWithout({}, ...objects)) };
}

/** The objects that controllers keep for a Service: slices and Endpoints of its Pods, or mirrored slices. */
function isPublished({ metadata, kind }: Raw, service: Raw): boolean {
  const { labels = {}, namespace, name } = metadata;
  const isIts = [name, labels['kubernetes.io/service-name']].includes(service.metadata.name);
  if (!isIts || namespace !== service.metadata.namespace) return false;
  const manager = labels['endpointslice.kubernetes.io/managed-by'];
  if (kind !== 'EndpointSlice') return kind === 'Endpoints' && isFollowed(service);
  return manager === MIRRORING || (manager === CONTROLLER && isFollowed(service));
}

/** The controllers follow the changes; what they have not published of other Services stays so. */
function follow(before: readonly Raw[], after: readonly Raw[]): Raw[] {
  const changed = after.filter((object) => !before.includes(object));
  const gone = before.filter(
    ({ kind, metadata }) => !after.some((one) => one.kind === kind && one.metadata.name === metadata.name),
  );
  const names = [...changed, ...gone].flatMap(({ kind, metadata: { name, labels = {} } }) =>
    kind === 'EndpointSlice' ? [labels['kubernetes.io/service-name']] : [name],
  );
  const concerned = after.filter(({ kind, metadata }) => kind === 'Service' && names.includes(metadata.name));
  const written = after.filter((object) => !concerned.some((service) => isPublished(object, service)));
  const anew = publish(...written).filter((object) =>
    concerned.some((service) => isPublished(object, service)),
  );
  return [...written.filter((object) => !anew.includes(object)), ...anew];
}

const printed = new Map<string, number>();

async function faults(objects: readonly Raw[]): Promise<string[]> {
  const before = await judge(objects);
  const fixes = before.report.findings.filter(({ remedy }) => remedy.kind === 'fix');
  const tried = new Map<string, Judged>();
  const found: string[] = [];
  for (const finding of fixes) {
    const { command, tested } = finding.remedy;
    printed.set(finding.rule, (printed.get(finding.rule) ?? 0) + 1);
    if (!tested || command === null) return [`${finding.rule}: a fix that was not tried`];
    const after = tried.get(command) ?? (await judge(follow(objects, applyCommand(command, objects))));
    tried.set(command, after);
    found.push(...faultsOfFix(finding, before, after).map((text) => about(finding, text)));
  }
  return found;
}

const about = ({ rule, service, remedy }: Finding, text: string) =>
  `${rule} of ${service}, ${remedy.command}: ${text}`;

async function everySeed(check: (random: Random) => Promise<string[]>): Promise<void> {
  const failed: string[] = [];
  for (const seed of seeds) {
    const found = await check(new Random(seed));
    if (found.length > 0) failed.push([`DIFFERENTIAL_SEED=${seed}`, ...found].join('\n  '));
  }
  expect(failed.slice(0, 10).join('\n'), `${failed.length} of ${seeds.length} clusters`).toBe('');
}

/** The manifests as YAML, with workloads in place of their Pods. */
function written(objects: readonly Raw[]): string {
  const meant = objects.filter(
    ({ kind, metadata }) =>
      !['Node', 'ReplicaSet'].includes(kind) && (kind !== 'Pod' || !metadata.ownerReferences),
  );
  return meant.map((object) => dump(manifest(object), { noRefs: true })).join('---\n');
}

/** The Pods that templates stand for, so that the objects can be judged as those of a cluster. */
function parsed(text: string): Raw[] {
  const objects = (loadAll(text) as Raw[]).map(
    (object): Raw => ({
      status: { phase: 'Running' },
      ...object,
      metadata: { ...object.metadata, namespace: object.metadata.namespace ?? 'default' },
    }),
  );
  const standIns = objects.flatMap(({ kind, metadata: { name }, spec }) => {
    const { template } = (spec ?? {}) as {
      template?: { metadata: { labels: Record<string, string> }; spec: object };
    };
    if (!template) return [];
    const ownerReferences = [{ kind, name, uid: '1', controller: true }];
    return [
      pod(name, {
        labels: template.metadata.labels,
        metadata: { ownerReferences },
        spec: { ...template.spec },
      }),
    ];
  });
  return [...objects, ...standIns];
}

async function judgeText(text: string): Promise<Judged> {
  const query = { namespace: null, names: [], selector: '', recursive: false, defaultNamespace: 'default' };
  const snapshot = await readFiles({ ...query, files: ['-'] }, ioWithStdin(text));
  return { objects: parsed(text), report: evaluateSnapshot(snapshot) };
}

async function faultsOfText(text: string): Promise<string[]> {
  const before = await judgeText(text);
  const found: string[] = [];
  for (const finding of before.report.findings.filter(({ remedy }) => remedy.kind === 'fix')) {
    printed.set(`${finding.rule} in a file`, (printed.get(`${finding.rule} in a file`) ?? 0) + 1);
    const { remedy } = finding;
    if (!remedy.tested || remedy.command !== null) return [`${finding.rule}: a fix that was not tried`];
    const after = await judgeText(applyEdit(remedy.text, text));
    found.push(
      ...faultsOfFix(finding, before, after).map((fault) => `${finding.rule}, ${remedy.text}: ${fault}`),
    );
  }
  return found;
}

describe('each fix mends its finding and harms nothing', () => {
  test('in random clusters', { timeout }, () => everySeed((random) => faults(publish(...generate(random)))));

  test('where the controllers lag, or somebody meddled', { timeout }, () =>
    everySeed((random) => {
      const objects = publish(...generate(random));
      random.pick(Object.values(MUTATIONS))(objects, random);
      return faults(objects);
    }),
  );

  test('where Services mistake labels and ports', { timeout }, () =>
    everySeed((random) => faults(publish(...generateMistakes(random)))),
  );

  test('in manifests', { timeout }, () =>
    everySeed((random) => faultsOfText(written(generateMistakes(random)))),
  );

  test.skipIf(seeds.length < 2000)('there are enough of each kind', () => {
    for (const rule of [
      'selector-matches-no-pods',
      'target-port-unresolved',
      'endpoints-missing',
      'endpoints-not-mirrored',
      'endpointslice-not-routable',
      'port-name-mismatch',
      'ip-family-unserved',
      'nodes-without-local-endpoints',
      'external-name-ignores-selector',
      'port-number-differs',
      'service-not-proxied',
      'selector-matches-no-pods in a file',
      'target-port-unresolved in a file',
      'endpoints-missing in a file',
      'endpoints-not-mirrored in a file',
      'port-name-mismatch in a file',
    ])
      expect(printed.get(rule), rule).toBeGreaterThan(10);
  });
});
