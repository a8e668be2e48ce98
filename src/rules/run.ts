import type { Kind } from '../model/objects.ts';
import type { Finding, Skipped } from '../model/report.ts';
import type { Backend, ServiceView } from '../model/view.ts';
import { RULES } from './catalogue.ts';
import type { Draft, Rule } from './rule.ts';

/** What the rules say of the views: findings with what they belong to, and the rules that could not be asked. */
export interface Judgement {
  found: readonly Found[];
  skipped: readonly Skipped[];
}

export interface Found {
  finding: Finding;
  rule: Rule;
  view: ServiceView;
  backends: ReadonlySet<Backend>;
  since: string | null;
}

export function judge(views: readonly ServiceView[]): Judgement {
  const found: Found[] = [];
  const skipped = new Map<string, Skipped>();
  for (const view of views)
    for (const rule of RULES) {
      if (!rule.concerns(view)) continue;
      const reason = unreadNeed(rule, view);
      if (reason === null) for (const draft of rule.check(view)) found.push(stamp(draft, rule, view));
      else skipped.set(`${rule.name} ${reason}`, { rule: rule.name, reason });
    }
  return { found, skipped: [...skipped.values()] };
}

function unreadNeed(rule: Rule, { cluster, service }: ServiceView): string | null {
  for (const kind of rule.needs) {
    const reason = cluster.unread(kind, kind === 'Node' ? '' : service.namespace);
    if (reason !== null) return reason;
  }
  return null;
}

function stamp(draft: Draft, rule: Rule, view: ServiceView): Found {
  const { namespace, name, place } = view.service;
  const at = draft.place ?? place;
  return {
    rule,
    view,
    backends: new Set(draft.backends),
    since: draft.since ?? null,
    finding: {
      rule: rule.name,
      severity: draft.severity,
      namespace,
      service: name,
      subject: draft.subject,
      message: draft.message,
      detail: [...draft.detail],
      fix: draft.fix,
      file: at?.file ?? null,
      line: at?.line ?? null,
      cause: draft.cause ?? '',
    },
  };
}

/** What to read in one more round, by namespace, so that the findings can say why. */
export function evidenceWanted({ found }: Judgement): ReadonlyMap<string, ReadonlySet<Kind>> {
  const wanted = new Map<string, Set<Kind>>();
  for (const { rule, finding } of found) {
    if (rule.evidence.length === 0) continue;
    const kinds = wanted.get(finding.namespace) ?? new Set();
    for (const kind of rule.evidence) kinds.add(kind);
    wanted.set(finding.namespace, kinds);
  }
  return wanted;
}

/** A claim that a controller lags, about a change younger than the grace by the server's clock. */
export function mayBeLag({ found }: Judgement, graceMs = 10_000): boolean {
  return found.some(({ rule, since, view }) => {
    const { now } = view.cluster;
    return rule.lag && since !== null && now !== null && now - Date.parse(since) < graceMs;
  });
}
