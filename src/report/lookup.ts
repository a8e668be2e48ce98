import type { ServiceLink } from '../model/lookup.ts';
import type { LookupReport, LookupRow, UnreadReport } from '../model/lookup-report.ts';
import type { Kind } from '../model/objects.ts';
import type { Finding, Skipped } from '../model/report.ts';
import type { Source } from '../model/snapshot.ts';
import type { Backend, JoinedCluster, ServiceView } from '../model/view.ts';
import { backendReport, byImportance, type FoundFinding, onceEach } from './build.ts';

/** What is known of the Services that a lookup is about. */
export interface Known {
  joined: JoinedCluster;
  judgement: { found: readonly FoundFinding[]; skipped: readonly Skipped[] };
  source: Source;
}

/** Findings, found again by what they are about. */
export class Findings {
  readonly #ofView: ReadonlyMap<ServiceView | null, readonly FoundFinding[]>;
  readonly #wholes = new Map<ServiceView, readonly FoundFinding[]>();
  readonly #ofBackend: ReadonlyMap<Backend, readonly { one: FoundFinding }[]>;

  constructor(found: readonly FoundFinding[]) {
    this.#ofView = Map.groupBy(found, ({ view }) => view);
    const rows = found.flatMap((one) => [...one.backends].map((backend) => ({ backend, one })));
    this.#ofBackend = Map.groupBy(rows, ({ backend }) => backend);
  }

  /** @param view null: those that belong to no Service */
  of(view: ServiceView | null | undefined): readonly FoundFinding[] {
    return view === undefined ? [] : (this.#ofView.get(view) ?? []);
  }

  /** Those about the Service as a whole. */
  aboutAll(view: ServiceView): readonly FoundFinding[] {
    const whole = this.#wholes.get(view) ?? this.of(view).filter(isAboutAll);
    this.#wholes.set(view, whole);
    return whole;
  }

  at(backend: Backend): readonly FoundFinding[] {
    return this.#ofBackend.get(backend)?.map(({ one }) => one) ?? [];
  }
}

const ABOUT_ALL: readonly string[] = ['Service', 'Endpoints', 'EndpointSlice'];

/** About a Service as a whole, not about one of the Pods or Nodes behind it. */
export function isAboutAll({ finding: { subject } }: FoundFinding): boolean {
  return ABOUT_ALL.includes(subject.kind);
}

/** @param concerning the findings that concern what was looked up */
export function lookupReport(
  { joined: { cluster }, judgement, source }: Known,
  concerning: readonly FoundFinding[],
  kinds: readonly Kind[],
): LookupReport {
  const unread: UnreadReport[] = cluster.keptFromUs(kinds).map(({ kind, reason }) => ({ kind, reason }));
  return {
    apiVersion: 'kubectl-endpoints/v1',
    source,
    findings: told(concerning),
    skipped: onceEach(judgement.skipped),
    unread,
  };
}

/** Each once, in the order of all reports. */
export function told(found: readonly FoundFinding[]): Finding[] {
  return [...new Set(found)].map(({ finding }) => finding).sort(byImportance);
}

/** The rows of a Service, as `describe svc` has them, with the Service that they are of. */
export function lookupRows({ view, selected, backends }: ServiceLink, findings: Findings): LookupRow[] {
  const { namespace, name } = view.service;
  return backends.map((backend) => ({
    namespace,
    service: name,
    via: backend.podName === null ? 'address' : selected.has(backend.podName) ? 'selector' : 'targetRef',
    targetPort: backend.port?.targetPort ?? null,
    ...backendReport(backend, findings.at(backend)),
  }));
}
