import type { Finding, Skipped } from '../model/report/endpoints-report.ts';
import type { Backend } from '../model/view/backend.ts';
import type { ServiceView } from '../model/view/service-view.ts';

/** What the rules say of the Services. */
export interface RuleResults {
  found: readonly FoundFinding[];
  skipped: readonly Skipped[];
  /** The Services of which a rule was skipped that could say why nothing is served. */
  undecided: ReadonlySet<ServiceView>;
}

/** A finding with what it belongs to; report/ needs no more of a rule than this. */
export interface FoundFinding {
  finding: Finding;
  rule: { class: 'routing' | 'advice'; saysWhy?: true };
  /** Null where the finding belongs to no Service. */
  view: ServiceView | null;
  backends: ReadonlySet<Backend>;
}
