import type { Kind } from '../../model/objects/kinds.ts';
import type { Labels } from '../../model/objects/meta.ts';
import type { Skipped } from '../../model/report/endpoints-report.ts';
import type { EvidenceRequest } from '../../model/snapshot.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { JoinedCluster, ServiceView } from '../../model/view/service-view.ts';
import { namespacedName } from '../../text/object-key.ts';
import { RULES } from './catalogue.ts';
import { completeRemedy } from './remedy/remedy.ts';
import { Trials, type TriedRemedy, tryNamespaceRemedy } from './remedy/trial.ts';
import type { AnyRule, DraftFinding, Rule, Unread } from './rule.ts';
import type { RuleFinding, RuleResults } from './rule-results.ts';

/** Runs every rule on every Service and namespace in scope. */
export function runRules(joined: JoinedCluster): RuleResults {
  const { services, cluster } = joined;
  const results = new ResultsBuilder(joined);
  for (const view of services) {
    for (const rule of RULES)
      if ('check' in rule && rule.appliesTo(view))
        results.run(rule, view.service.namespace, view, () => rule.check(view));
    results.completeService(view);
  }
  for (const namespace of cluster.namespaces)
    for (const rule of RULES)
      if ('checkNamespace' in rule)
        results.run(rule, namespace, null, () => rule.checkNamespace(namespace, cluster));
  return results.build();
}

interface DraftOfRule {
  draft: DraftFinding;
  rule: Rule;
}

class ResultsBuilder {
  readonly #joined: JoinedCluster;
  readonly #cluster: ClusterView;
  /** Those of the Service whose rules run. */
  readonly #drafts: DraftOfRule[] = [];
  readonly #findings: RuleFinding[] = [];
  readonly #skipped = new Map<string, Skipped>();
  readonly #undecided = new Set<ServiceView>();

  constructor(joined: JoinedCluster) {
    this.#joined = joined;
    this.#cluster = joined.cluster;
  }

  /** @param view null: a rule about a namespace */
  run(
    rule: AnyRule,
    namespace: string,
    view: ServiceView | null,
    check: () => Iterable<DraftFinding | Unread>,
  ): void {
    const reason = unreadNeed(rule, namespace, this.#cluster);
    if (reason !== null) {
      this.#skip(rule, view, reason);
      return;
    }
    for (const draft of check())
      if ('unread' in draft) this.#skip(rule, view, draft.unread);
      else if (view && 'check' in rule) this.#drafts.push({ draft, rule });
      else if ('checkNamespace' in rule) {
        const remedy = tryNamespaceRemedy(rule, draft, this.#cluster);
        this.#findings.push(complete(draft, remedy, rule, view));
      }
  }

  /** Tries the remedies of a Service once all its rules have run. */
  completeService(view: ServiceView): void {
    const drafts = this.#drafts.splice(0);
    const isFaultless = !drafts.some(
      ({ draft, rule }) => rule.class === 'routing' && draft.severity !== 'info',
    );
    const trials = new Trials(this.#joined, view, isFaultless);
    for (const { draft, rule } of drafts) {
      const remedy = trials.tryRemedy(rule, draft);
      this.#findings.push(complete(draft, remedy, rule, view));
    }
  }

  #skip(rule: AnyRule, view: ServiceView | null, reason: string): void {
    this.#skipped.set(`${rule.name} ${reason}`, { rule: rule.name, reason });
    if (view && (rule.class === 'routing' || rule.explainsUnavailable)) this.#undecided.add(view);
  }

  build(): RuleResults {
    return {
      findings: this.#findings,
      skipped: [...this.#skipped.values()],
      undecided: this.#undecided,
    };
  }
}

/** Why the first unread kind that the rule needs is unread; null: all were read. */
function unreadNeed({ needs }: AnyRule, namespace: string, cluster: ClusterView): string | null {
  for (const kind of needs) {
    const reason = cluster.unread(kind, kind === 'Node' ? '' : namespace);
    if (reason !== null) return reason;
  }
  return null;
}

/** @param remedy the one of the draft after its trial */
function complete(
  draft: DraftFinding,
  { tested, objection, ...remedy }: TriedRemedy,
  rule: AnyRule,
  view: ServiceView | null,
): RuleFinding {
  const { subject, severity, message, detail, at } = draft;
  const { place } = at.object;
  return {
    rule,
    view,
    backends: new Set(draft.backends),
    evidence: draft.evidence ?? rule.evidence ?? [],
    since: draft.since ?? null,
    shared: draft.shared ?? null,
    finding: {
      rule: rule.name,
      severity,
      namespace: view?.service.namespace ?? subject.namespace,
      service: view?.service.name ?? null,
      subject,
      message,
      detail: [...detail, ...(objection ? [objection] : [])],
      remedy: completeRemedy(remedy, tested === true),
      file: place?.file ?? null,
      line: place?.lineOf(at.path) ?? null,
      cause: draft.cause ?? '',
    },
  };
}

/** The further reads that give the findings their evidence; null: none. */
export function evidenceRequest({ findings }: RuleResults): EvidenceRequest | null {
  const kinds = new Map<string, Set<Kind>>();
  const services = new Set<string>();
  const selectors: Labels[] = [];
  for (const { evidence, finding, view } of findings) {
    if (evidence.length === 0) continue;
    const inNamespace = kinds.get(finding.namespace) ?? new Set();
    kinds.set(finding.namespace, inNamespace);
    for (const kind of evidence) inNamespace.add(kind);
    if (finding.service !== null) services.add(namespacedName(finding.namespace, finding.service));
    if (inNamespace.has('Pod') && view?.service.selector && view.pods.length === 0)
      selectors.push(view.service.selector);
  }
  return kinds.size === 0 ? null : { kinds, services, selectors };
}

/** The time that a controller may take. */
const GRACE_MS = 10_000;

/**
 * Whether a finding may only show that a controller lags: its cause is younger than the grace period, or of unknown age.
 * @param time of the server's clock; null for files
 */
export function mayBeLag({ findings }: RuleResults, time: string | null): boolean {
  if (time === null) return false;
  const now = Date.parse(time);
  return findings.some(
    ({ rule, since }) => rule.lag && (since === null || now - Date.parse(since) < GRACE_MS),
  );
}
