import type { Kind } from '../model/objects/kinds.ts';
import type { LookupReport, LookupRow, UnreadReport } from '../model/report/lookup-report.ts';
import type { ServiceLink } from '../model/view/lookup.ts';
import type { EvaluatedSnapshot, RuleFinding } from '../rules/engine/rule-results.ts';
import { backendReport } from './backend-report.ts';
import type { FindingIndex } from './finding-index.ts';
import { uniqueFindings, uniqueSkipped } from './finding-order.ts';

/**
 * The part that the reports of describe pod, ip and ingress have in common.
 * @param concerning the findings about the subjects of the lookup
 */
export function lookupReport(
  { joined: { cluster }, results, source }: EvaluatedSnapshot,
  concerning: readonly RuleFinding[],
  kinds: readonly Kind[],
): LookupReport {
  const unread: UnreadReport[] = cluster.unreadKinds(kinds).map(({ kind, reason }) => ({ kind, reason }));
  return {
    apiVersion: 'kubectl-endpoints/v1',
    source,
    findings: uniqueFindings(concerning),
    skipped: uniqueSkipped(results.skipped),
    unread,
  };
}

/** The backends of a Service, as in `describe svc`, each with the Service and how it leads there. */
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
