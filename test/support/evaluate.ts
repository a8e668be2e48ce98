/** Runs raw objects through the pipeline: files, join, rules, report. */
import { readFiles } from '../../src/files/read-files.ts';
import { join } from '../../src/join/join.ts';
import type { Kind } from '../../src/model/objects/kinds.ts';
import type {
  BackendReport,
  Finding,
  Report,
  ServiceReport,
} from '../../src/model/report/endpoints-report.ts';
import type { ClusterSnapshot } from '../../src/model/snapshot.ts';
import type { ServiceView } from '../../src/model/view/service-view.ts';
import { buildReport } from '../../src/report/build-services.ts';
import { runRules } from '../../src/rules/engine/runner.ts';
import { ioWithStdin } from './fake-io.ts';
import type { Raw } from './objects.ts';

export function snapshotOf(...objects: readonly Raw[]): Promise<ClusterSnapshot> {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const query = { namespace: null, names: [], selector: '', recursive: false, defaultNamespace: 'default' };
  return readFiles({ ...query, files: ['-'] }, ioWithStdin(text));
}

/** @throws {Error} for a finding of a severity that its rule does not declare */
export function evaluateSnapshot(snapshot: ClusterSnapshot): Report {
  const joined = join(snapshot);
  const results = runRules(joined);
  for (const { rule, finding } of results.findings)
    if (!rule.severities.includes(finding.severity))
      throw new Error(`${rule.name} declares ${rule.severities}, and has a finding of ${finding.severity}`);
  return buildReport(joined, results, snapshot.source, true);
}

export async function evaluateObjects(...objects: readonly Raw[]): Promise<Report> {
  return evaluateSnapshot(await snapshotOf(...objects));
}

/** A snapshot with unread kinds. @param unread the reason by kind */
export async function snapshotWithout(
  unread: Partial<Record<Kind, string>>,
  ...objects: readonly Raw[]
): Promise<ClusterSnapshot> {
  const snapshot = await snapshotOf(...objects);
  const kinds = Object.keys(unread) as Kind[];
  return {
    ...snapshot,
    objects: { ...snapshot.objects, ...Object.fromEntries(kinds.map((kind) => [kind, []])) },
    readings: (Object.keys(snapshot.objects) as Kind[]).map((kind) => {
      const reason = unread[kind];
      const extent = reason === undefined ? 'all' : 'unread';
      return { kind, namespace: null, extent, reason: reason ?? '' };
    }),
  };
}

/** Returns the view of the first Service. */
export async function viewOf(...objects: readonly Raw[]): Promise<ServiceView> {
  const [view] = join(await snapshotOf(...objects)).services;
  if (!view) throw new Error('no Service');
  return view;
}

export function onlyService({ services }: Report): ServiceReport & { backends: BackendReport[] } {
  const [service] = services;
  if (!service?.backends) throw new Error('no Service');
  return { ...service, backends: service.backends };
}

/** `error pod-not-ready Pod/a1` for each finding. */
export function verdicts({ findings }: Report): string[] {
  return findings.map(({ severity, rule, subject }) => `${severity} ${rule} ${subject.kind}/${subject.name}`);
}

/** Returns the finding of a rule, with its remedy as text shows it. @throws {Error} unless there is exactly one */
export function onlyFinding({ findings }: Report, rule: string): Finding & { fix: string } {
  const [finding, ...more] = findings.filter((candidate) => candidate.rule === rule);
  if (!finding || more.length > 0) throw new Error(`${more.length + (finding ? 1 : 0)} findings of ${rule}`);
  return { ...finding, fix: finding.remedy.command ?? finding.remedy.text };
}
