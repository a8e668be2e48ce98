import type { Kind } from '../model/objects/kinds.ts';
import type { Finding, ServiceReport, Status } from '../model/report/endpoints-report.ts';
import type { LookupReport, LookupRow, UnreadReport } from '../model/report/lookup-report.ts';
import type { SnapshotOrigin } from '../model/snapshot.ts';
import type { Backend } from '../model/view/backend.ts';
import type { ServiceLink } from '../model/view/lookup.ts';
import type { JoinedCluster, ServiceView } from '../model/view/service-view.ts';
import type { RuleFinding, RuleResults } from '../rules/engine/rule-results.ts';
import { backendReport, byImportance, serviceReport, uniqueSkipped } from './build-services.ts';
import { statusOf } from './service-status.ts';

/** What is known of the Services that a lookup is about. */
export interface EvaluatedServices {
  joined: JoinedCluster;
  results: RuleResults;
  source: SnapshotOrigin;
}

/** Findings, found again by what they are about. */
export class FindingIndex {
  readonly #ofView: ReadonlyMap<ServiceView | null, readonly RuleFinding[]>;
  readonly #wholes = new Map<ServiceView, readonly RuleFinding[]>();
  readonly #ofBackend: ReadonlyMap<Backend, readonly { one: RuleFinding }[]>;

  readonly #undecided: ReadonlySet<ServiceView>;

  constructor({ findings: found, undecided }: RuleResults) {
    this.#undecided = undecided;
    this.#ofView = Map.groupBy(found, ({ view }) => view);
    const rows = found.flatMap((one) => [...one.backends].map((backend) => ({ backend, one })));
    this.#ofBackend = Map.groupBy(rows, ({ backend }) => backend);
  }

  /** @param view null: those that belong to no Service */
  of(view: ServiceView | null | undefined): readonly RuleFinding[] {
    return view === undefined ? [] : (this.#ofView.get(view) ?? []);
  }

  serviceReport(view: ServiceView, withBackends: boolean): ServiceReport {
    return serviceReport(view, this.of(view), this.#undecided.has(view), withBackends);
  }

  status(view: ServiceView): Status {
    return statusOf(view, this.of(view), this.#undecided.has(view));
  }

  /** Those about the Service as a whole. */
  aboutService(view: ServiceView): readonly RuleFinding[] {
    const whole = this.#wholes.get(view) ?? this.of(view).filter(isAboutService);
    this.#wholes.set(view, whole);
    return whole;
  }

  at(backend: Backend): readonly RuleFinding[] {
    return this.#ofBackend.get(backend)?.map(({ one }) => one) ?? [];
  }
}

const ABOUT_ALL: readonly string[] = ['Service', 'Endpoints', 'EndpointSlice'];

/** About a Service as a whole, not about one of the Pods or Nodes behind it. */
export function isAboutService({ finding: { subject } }: RuleFinding): boolean {
  return ABOUT_ALL.includes(subject.kind);
}

/** @param concerning the findings that concern what was looked up */
export function lookupReport(
  { joined: { cluster }, results, source }: EvaluatedServices,
  concerning: readonly RuleFinding[],
  kinds: readonly Kind[],
): LookupReport {
  const unread: UnreadReport[] = cluster.unreadKinds(kinds).map(({ kind, reason }) => ({ kind, reason }));
  return {
    apiVersion: 'kubectl-endpoints/v1',
    source,
    findings: findingsToShow(concerning),
    skipped: uniqueSkipped(results.skipped),
    unread,
  };
}

/** Each once, in the order of all reports. */
export function findingsToShow(found: readonly RuleFinding[]): Finding[] {
  return [...new Set(found)].map(({ finding }) => finding).sort(byImportance);
}

/** The rows of a Service, as `describe svc` has them, with the Service that they are of. */
export function lookupRows({ view, selected, backends }: ServiceLink, findings: FindingIndex): LookupRow[] {
  const { namespace, name } = view.service;
  return backends.map((backend) => ({
    namespace,
    service: name,
    via: backend.podName === null ? 'address' : selected.has(backend.podName) ? 'selector' : 'targetRef',
    targetPort: backend.port?.targetPort ?? null,
    ...backendReport(backend, findings.at(backend)),
  }));
}
