import type { Kind } from '../../model/objects/kinds.ts';
import type { Labels } from '../../model/objects/meta.ts';
import type { Finding, Skipped } from '../../model/report/endpoints-report.ts';
import type { EvidenceRequest } from '../../model/snapshot.ts';
import type { Backend } from '../../model/view/backend.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { JoinedCluster, ServiceView } from '../../model/view/service-view.ts';
import { namespacedName } from '../../text/object-key.ts';
import { RULES } from './catalogue.ts';
import { fixText } from './remedy.ts';
import type { AnyRule, DraftFinding, Unread } from './rule.ts';

/** What the rules say of the views: findings with what they belong to, and the rules that could not be asked. */
export interface RuleResults {
  findings: readonly RuleFinding[];
  skipped: readonly Skipped[];
  /** The Services of which a rule was skipped that could say why nothing is served. */
  undecided: ReadonlySet<ServiceView>;
}

interface RuleFinding {
  finding: Finding;
  rule: AnyRule;
  /** Null where the finding belongs to no Service. */
  view: ServiceView | null;
  backends: ReadonlySet<Backend>;
  /** When the cause arose; null where nobody can say. */
  since: string | null;
}

export function runRules({ services, cluster }: JoinedCluster): RuleResults {
  const found: RuleFinding[] = [];
  const skipped = new Map<string, Skipped>();
  const undecided = new Set<ServiceView>();
  const skip = (rule: AnyRule, view: ServiceView | null, reason: string) => {
    skipped.set(`${rule.name} ${reason}`, { rule: rule.name, reason });
    if (view && (rule.class === 'routing' || rule.explainsUnavailable)) undecided.add(view);
  };
  const ask = (
    rule: AnyRule,
    namespace: string,
    view: ServiceView | null,
    drafts: () => Iterable<DraftFinding | Unread>,
  ) => {
    const reason = unreadNeed(rule, namespace, cluster);
    if (reason !== null) skip(rule, view, reason);
    else
      for (const draft of drafts())
        if ('unread' in draft) skip(rule, view, draft.unread);
        else found.push(stamp(draft, rule, view));
  };
  for (const view of services)
    for (const rule of RULES)
      if ('check' in rule && rule.appliesTo(view))
        ask(rule, view.service.namespace, view, () => rule.check(view));
  for (const namespace of cluster.namespaces)
    for (const rule of RULES)
      if ('checkNamespace' in rule) ask(rule, namespace, null, () => rule.checkNamespace(namespace, cluster));
  return { findings: found, skipped: [...skipped.values()], undecided };
}

function unreadNeed({ needs }: AnyRule, namespace: string, cluster: ClusterView): string | null {
  for (const kind of needs) {
    const reason = cluster.unread(kind, kind === 'Node' ? '' : namespace);
    if (reason !== null) return reason;
  }
  return null;
}

function stamp(draft: DraftFinding, rule: AnyRule, view: ServiceView | null): RuleFinding {
  const { subject, severity, message, detail, at } = draft;
  const { place } = at.object;
  return {
    rule,
    view,
    backends: new Set(draft.backends),
    since: draft.since ?? null,
    finding: {
      rule: rule.name,
      severity,
      namespace: view?.service.namespace ?? subject.namespace,
      service: view?.service.name ?? null,
      subject,
      message,
      detail: [...detail],
      fix: fixText(draft.fix),
      file: place?.file ?? null,
      line: place?.lineOf(at.path) ?? null,
      cause: draft.cause ?? '',
    },
  };
}

/** What to read in one more round, so that the findings can say why; null: nothing. */
export function evidenceRequest({ findings: found }: RuleResults): EvidenceRequest | null {
  const kinds = new Map<string, Set<Kind>>();
  const services = new Set<string>();
  const selectors: Labels[] = [];
  for (const { rule, finding, view } of found) {
    if (!rule.evidence) continue;
    const of = kinds.get(finding.namespace) ?? new Set();
    kinds.set(finding.namespace, of);
    for (const kind of rule.evidence) of.add(kind);
    if (finding.service !== null) services.add(namespacedName(finding.namespace, finding.service));
    if (of.has('Pod') && view?.service.selector && view.pods.length === 0)
      selectors.push(view.service.selector);
  }
  return kinds.size === 0 ? null : { kinds, services, selectors };
}

/** How long a controller may take. */
const GRACE_MS = 10_000;

/** A claim that a controller lags, about a change younger than the grace by the server's clock, or of unknown age. */
export function mayBeLag({ findings: found }: RuleResults, time: string | null): boolean {
  if (time === null) return false;
  const now = Date.parse(time);
  return found.some(({ rule, since }) => rule.lag && (since === null || now - Date.parse(since) < GRACE_MS));
}
