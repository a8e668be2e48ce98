/** Tries a remedy: applies its changes to the snapshot, joins again and runs the rules again. */
import type { Finding } from '../../../model/report/endpoints-report.ts';
import type { ClusterView } from '../../../model/view/cluster-view.ts';
import type { JoinedCluster, RejoinedService, ServiceView } from '../../../model/view/service-view.ts';
import { objectKey, refKey } from '../../../text/object-key.ts';
import { RULES } from '../catalogue.ts';
import type { DraftFinding, NamespaceRule, Rule, Unread } from '../rule.ts';
import { applyChanges, type Change, changesKey } from './change.ts';
import { findHarm } from './harm.ts';
import { type DraftRemedy, insteadOf } from './remedy.ts';

/** The Services that a remedy changes, and what it found there. */
interface Trial {
  rejoined: readonly RejoinedService[];
  /** What would be worse; null: nothing. */
  harm: string | null;
  /** The findings of each rule that was run again, by the keys of their subjects. */
  remaining: Map<Rule, ReadonlySet<string>>;
}

/** A remedy after its trial. */
export interface TriedRemedy extends DraftRemedy {
  /** It passed. */
  tested?: true;
  /** Why the first choice did not pass, for the evidence. */
  objection?: string;
}

/** Tries a remedy of a rule about a namespace: only the Ingress that it changes is looked at again. */
export function tryNamespaceRemedy(
  rule: NamespaceRule,
  { remedy, subject }: DraftFinding,
  cluster: ClusterView,
): TriedRemedy {
  if (remedy.kind !== 'fix' || !remedy.changes) return remedy;
  const changes = applyChanges(remedy.changes) ?? [];
  const ingresses = changes.flatMap(({ after }) => (after?.kind === 'Ingress' ? [after] : []));
  const changed: ClusterView = { ...cluster, ingressesIn: () => ingresses };
  const remains = [...rule.checkNamespace(subject.namespace, changed)].some(
    (draft) => isFinding(draft) && refKey(draft.subject) === refKey(subject),
  );
  const isTried = ingresses.length > 0 && ingresses.length === remedy.changes.length;
  return isTried && !remains ? { ...remedy, tested: true } : insteadOf(remedy);
}

/** More distinct remedies of one Service are not tried, so that Pods times remedies stay bounded. */
const MAX_TRIALS = 8;

/** The trials of the remedies of one Service. Findings with the same remedy share one. */
export class Trials {
  readonly #joined: JoinedCluster;
  readonly #view: ServiceView;
  /** The Service has no routing finding of severity warning or error. */
  readonly #isFaultless: boolean;
  readonly #byChanges = new Map<string, Trial | string>();

  constructor(joined: JoinedCluster, view: ServiceView, isFaultless: boolean) {
    this.#joined = joined;
    this.#view = view;
    this.#isFaultless = isFaultless;
  }

  /** @returns the remedy if it passes, else where to look instead */
  tryRemedy(rule: Rule, draft: DraftFinding): TriedRemedy {
    const { remedy } = draft;
    if (remedy.kind !== 'fix' || !remedy.changes) return remedy;
    const objection = this.#objection(rule, draft, remedy.changes);
    if (objection === null) return { ...remedy, tested: true };
    return { ...insteadOf(remedy), objection: `tried and rejected: ${remedy.text} (${objection})` };
  }

  /** @returns why the changes do not mend the finding; null: they do, and harm nothing */
  #objection(rule: Rule, { subject }: Pick<Finding, 'subject'>, changes: readonly Change[]): string | null {
    const trial = this.#trial(changes);
    if (typeof trial === 'string') return trial;
    const remaining = trial.remaining.get(rule) ?? this.#run(rule, trial.rejoined);
    trial.remaining.set(rule, remaining);
    // Slices that controllers write again have no names yet; findings name the Endpoints of mirrored ones.
    const anew = [
      { ...subject, name: '' },
      { ...subject, kind: 'Endpoints', name: this.#view.service.name },
    ];
    const keys = [subject, ...(subject.kind === 'EndpointSlice' ? anew : [])].map(refKey);
    return keys.some((key) => remaining.has(key)) ? 'the finding would remain' : trial.harm;
  }

  #trial(changes: readonly Change[]): Trial | string {
    const key = changesKey(changes);
    const known = this.#byChanges.get(key);
    if (known !== undefined) return known;
    if (this.#byChanges.size >= MAX_TRIALS) return 'too many others were tried';
    const trial = this.#apply(changes);
    this.#byChanges.set(key, trial);
    return trial;
  }

  #apply(changes: readonly Change[]): Trial | string {
    const applied = applyChanges(changes);
    if (applied === null) return 'it cannot be tried on what was read';
    const rejoined = this.#joined.rejoin(applied);
    return { rejoined, harm: this.#harmOf(rejoined), remaining: new Map() };
  }

  #harmOf(rejoined: readonly RejoinedService[]): string | null {
    for (const pair of rejoined) {
      const isOwn = this.#isOwn(pair.before);
      const harm = findHarm(pair);
      if (harm !== null) return isOwn ? harm : `Service ${pair.before.service.name}: ${harm}`;
      const wasFaultless = isOwn ? this.#isFaultless : findFault(pair.before) === null;
      const fault = wasFaultless ? findFault(pair.after) : null;
      if (fault !== null) return `Service ${pair.after.service.name} would have ${fault}`;
    }
    return null;
  }

  #run(rule: Rule, rejoined: readonly RejoinedService[]): ReadonlySet<string> {
    const own = rejoined.find(({ before }) => this.#isOwn(before))?.after ?? this.#view;
    return new Set(findingsOf(rule, own).map(({ subject }) => refKey(subject)));
  }

  #isOwn({ service }: ServiceView): boolean {
    return objectKey(service) === objectKey(this.#view.service);
  }
}

function findingsOf(rule: Rule, view: ServiceView): DraftFinding[] {
  return rule.appliesTo(view) ? [...rule.check(view)].filter(isFinding) : [];
}

function isFinding(draft: DraftFinding | Unread): draft is DraftFinding {
  return 'subject' in draft;
}

/** The name of a routing rule that finds a warning or an error. */
function findFault(view: ServiceView): string | null {
  const { service, cluster } = view;
  const isRead = (kind: Rule['needs'][number]) =>
    cluster.unread(kind, kind === 'Node' ? '' : service.namespace) === null;
  const fault = RULES.find(
    (rule) =>
      'check' in rule &&
      rule.class === 'routing' &&
      rule.needs.every(isRead) &&
      findingsOf(rule, view).some(({ severity }) => severity !== 'info'),
  );
  return fault?.name ?? null;
}
