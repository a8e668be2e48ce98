import type { Kind } from '../../model/objects/kinds.ts';
import type { Finding, Skipped } from '../../model/report/endpoints-report.ts';
import type { SnapshotOrigin } from '../../model/snapshot.ts';
import type { Backend } from '../../model/view/backend.ts';
import type { JoinedCluster, ServiceView } from '../../model/view/service-view.ts';
import type { AnyRule, SharedFinding } from './rule.ts';

/** A joined snapshot with the results of the rules. */
export interface EvaluatedSnapshot {
  joined: JoinedCluster;
  results: RuleResults;
  source: SnapshotOrigin;
}

/** The findings of all rules, and the rules that could not run. */
export interface RuleResults {
  findings: readonly RuleFinding[];
  skipped: readonly Skipped[];
  /** The Services for which a rule was skipped that could explain why nothing is served. */
  undecided: ReadonlySet<ServiceView>;
}

/** A finding with the rule, the Service and the backends that it belongs to. */
export interface RuleFinding {
  finding: Finding;
  rule: AnyRule;
  /** Null: the finding belongs to no Service. */
  view: ServiceView | null;
  backends: ReadonlySet<Backend>;
  /** The kinds that one more live read fetches for it. */
  evidence: readonly Kind[];
  /** When the cause arose; null: unknown. */
  since: string | null;
  shared: SharedFinding | null;
}
