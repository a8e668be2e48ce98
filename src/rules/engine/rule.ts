import type { Kind } from '../../model/objects/kinds.ts';
import type { FieldPath, Ref } from '../../model/objects/meta.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { ServicePort } from '../../model/objects/service.ts';
import type { Severity } from '../../model/report/endpoints-report.ts';
import type { Backend, PortView } from '../../model/view/backend.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import type { ServiceView } from '../../model/view/service-view.ts';
import { LABEL } from '../../model/well-known.ts';
import { labelsText } from '../../text/labels.ts';
import { kubectl } from '../../text/shell.ts';
import { type Field, type Fix, field } from './remedy.ts';

/** One row of the catalogue of findings. */
interface CatalogueEntry {
  name: string;
  /** A routing finding of severity warning or error makes its Service Degraded; advice does not. */
  class: 'routing' | 'advice';
  /** Advice that says, as routing findings do, why nothing is served: all is as somebody wants it. */
  saysWhy?: true;
  /** The kinds it reads: where one is unread, the rule is skipped and named. */
  needs: readonly Kind[];
  /** What is read in one more round, live, for the evidence of a finding. */
  evidence?: readonly Kind[];
  /** It claims that a controller lags: read again first where the cause is younger than seconds. */
  lag?: true;
  /** One line for the list of `explain`. */
  summary: string;
  /** The page of `explain`, in Markdown, without its title. */
  explanation: string;
}

/** A rule about a Service. */
export interface Rule extends CatalogueEntry {
  /** The Services that it can be about at all; only for these it is skipped. */
  concerns(view: ServiceView): boolean;
  check(view: ServiceView): Iterable<Draft | Unread>;
}

/** A rule about what belongs to no Service: asked once for each namespace that is in scope as a whole. */
export interface NamespaceRule extends CatalogueEntry {
  checkNamespace(namespace: string, cluster: ClusterView): Iterable<Draft>;
}

export type AnyRule = Rule | NamespaceRule;

/** What the rule needed for this Service beside the kinds it names, and nobody can say. */
export interface Unread {
  unread: string;
}

/** A finding before the runner stamps it. */
export interface Draft {
  severity: Severity;
  subject: Ref;
  message: string;
  detail: readonly string[];
  fix: Fix;
  /** What is at fault: in a manifest its line is named. */
  at: Field;
  /** The rows that it explains. */
  backends: readonly Backend[];
  /** When the cause arose, where that is known. */
  since?: string | null;
  /** Findings of one Service with the same cause may be shown as one. */
  cause?: string;
}

/** An error when a port concerned has no ready backend in any family; a warning otherwise. */
export function impact(ports: Iterable<PortView>): Severity {
  return [...ports].some(({ ready }) => !ready) ? 'error' : 'warning';
}

/** The Service ports that a Pod resolves; a finding on a Pod concerns these. DNS answers it for all of them. */
export function portsConcerned(
  { service, ports }: ServiceView,
  { resolved }: SelectedPod,
): readonly PortView[] {
  return service.headless ? ports : ports.filter(({ port }) => resolved.get(port) != null);
}

export function selects({ source }: ServiceView): boolean {
  return source === 'selector';
}

export function isSelectorless({ source }: ServiceView): boolean {
  return source === 'selectorless';
}

export function refOf({ kind, namespace, name }: Ref): Ref {
  return { kind, namespace, name };
}

/** As kubectl shows a port: `http 80/TCP`, `80/TCP`. */
export function portText(port: ServicePort | null): string {
  if (port === null) return '<none>';
  return `${port.name === '' ? '' : `${port.name} `}${port.port}/${port.protocol}`;
}

/** How a finding calls a Pod, or the Pod template that stands for it. */
export function podText({ name, templateOf }: Pod): string {
  if (templateOf === null || templateOf.kind === 'Pod') return `Pod ${name}`;
  return `the Pod template of ${templateOf.kind} ${templateOf.name}`;
}

/** A field of a Service port, or all ports of a headless Service that has none. */
export function portField(port: ServicePort | null, { service }: ServiceView, ...path: FieldPath): Field {
  const index = port === null ? -1 : service.ports.indexOf(port);
  return index < 0 ? field(service, 'spec', 'ports') : field(service, 'spec', 'ports', index, ...path);
}

/** Somebody's own kind may have any name: `constructor`, too. */
const ABOVE_POD: ReadonlyMap<string, FieldPath> = new Map<string, FieldPath>([
  ['Pod', []],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
]);

/** Where a Pod, or the Pod template that stands for it, has its containers. */
export function containersField(pod: Pod): Field {
  const path = ABOVE_POD.get(pod.templateOf?.kind ?? 'Pod') ?? ['spec', 'template'];
  return field(pod, ...path, 'spec', 'containers');
}

/** The selector of the EndpointSlices of a Service, or of those that Endpoints are mirrored in. */
export function slicesOf({ name }: { name: string }): string {
  return labelsText({ [LABEL.serviceName]: name });
}

/** Where a controller does not do its part, one looks at it first. */
export const CONTROLLER_PODS = kubectl('kube-system', {
  verb: 'get',
  names: ['pods'],
  flags: [['-l', 'component=kube-controller-manager']],
});

export function quote(text: string): string {
  return `"${text}"`;
}
