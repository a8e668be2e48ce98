import type { Kind } from '../../model/objects/kinds.ts';
import type { Ref } from '../../model/objects/meta.ts';
import type { Severity } from '../../model/report/endpoints-report.ts';
import type { Backend } from '../../model/view/backend.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { ServiceView } from '../../model/view/service-view.ts';
import type { Field } from './field.ts';
import type { DraftRemedy } from './remedy/remedy.ts';

interface RuleMetadata {
  name: string;
  /** A routing finding of severity warning or error makes its Service Degraded; advice does not. */
  class: 'routing' | 'advice';
  /** The severities that its findings can have, the highest first. `explain` and docs/findings/ show them. */
  severities: readonly [Severity, ...Severity[]];
  /** Advice that explains an Unavailable Service, as routing findings do: it is unavailable on purpose. */
  explainsUnavailable?: true;
  /** The manifests do not define what decides the status of the Service: it is Unknown, and the check does not fail. */
  notInInput?: true;
  /** Connections to the backends of its findings fail, although kube-proxy may choose them. */
  connectionsFail?: true;
  /** The kinds that the rule reads. It is skipped, and the report names it, where one is unread. */
  needs: readonly Kind[];
  /** The kinds that one more live read fetches as evidence for a finding. */
  evidence?: readonly Kind[];
  /** A finding may only show that a controller lags: a young cause is read again first. */
  lag?: true;
  /** One line for the list of `explain`. */
  summary: string;
  /** The page of `explain`, in Markdown, without its title. Paragraphs are wrapped when it is printed. */
  explanation: string;
}

/** A rule about a Service. */
export interface Rule extends RuleMetadata {
  /** The rule is neither run nor skipped for other Services. */
  appliesTo(view: ServiceView): boolean;
  check(view: ServiceView): Iterable<DraftFinding | Unread>;
}

/** A rule about objects without a Service. It runs once for each namespace that is in scope as a whole. */
export interface NamespaceRule extends RuleMetadata {
  checkNamespace(namespace: string, cluster: ClusterView): Iterable<DraftFinding | Unread>;
}

export type AnyRule = Rule | NamespaceRule;

/** The rule is skipped for this Service: an object that it needs, beside its kinds, is unread. */
export interface Unread {
  /** The reason. */
  unread: string;
}

/** A finding before the runner adds the rule and the Service. */
export interface DraftFinding {
  severity: Severity;
  subject: Ref;
  message: string;
  detail: readonly string[];
  remedy: DraftRemedy;
  /** The field at fault; of a manifest, its line is reported. */
  at: Field;
  /** The backends that the finding explains. */
  backends: readonly Backend[];
  /** The kinds of evidence for this finding, if not all of the rule's. */
  evidence?: readonly Kind[];
  /** When the cause arose, if known. */
  since?: string | null;
  /** Findings of one Service with the same cause are shown as one: `3 Pods` and this, `are not Ready: …`. */
  cause?: string;
  /** One cause for several Services: the report lists its findings as one. */
  shared?: SharedFinding;
}

/** What findings with the same key have in common. */
export interface SharedFinding {
  key: string;
  /** What this finding is about: `Pod web-1`. */
  object: string;
  /** The message for several objects. */
  message(objects: readonly string[]): string;
}
