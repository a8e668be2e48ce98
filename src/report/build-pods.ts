import type { LookupRow, PodEntry, PodReport } from '../model/report/lookup-report.ts';
import type { ClusterView } from '../model/view/cluster-view.ts';
import type { PodLookup, ServiceLink } from '../model/view/lookup.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import type { EvaluatedSnapshot, RuleFinding } from '../rules/engine/rule-results.ts';
import { lookupReport, lookupRows } from './build-lookup.ts';
import { unreadOf } from './build-services.ts';
import { FindingIndex, isAboutService } from './finding-index.ts';
import { ruleNames, uniqueFindings } from './finding-order.ts';

/** Builds the report of describe pod. */
export function buildPodReport(evaluated: EvaluatedSnapshot, lookups: readonly PodLookup[]): PodReport {
  const findings = new FindingIndex(evaluated.results);
  const bySubject = new SubjectIndex(findings);
  const { cluster } = evaluated.joined;
  const pods = lookups.map((lookup) => ({ lookup, found: bySubject.concerning(lookup) }));
  return {
    kind: 'PodReport',
    ...lookupReport(
      evaluated,
      pods.flatMap(({ found }) => found),
      ['Service', 'Endpoints', 'EndpointSlice', 'Pod', 'Node'],
    ),
    pods: pods.map(({ lookup, found }) => podEntry(lookup, found, findings, cluster)),
  };
}

/** The findings of each Service, by subject. */
class SubjectIndex {
  readonly #findings: FindingIndex;
  readonly #ofView = new Map<ServiceView, ReadonlyMap<string, readonly RuleFinding[]>>();

  constructor(findings: FindingIndex) {
    this.#findings = findings;
  }

  /** The findings about the Pod, its Node and its Services, without those about the Services' other Pods. */
  concerning({ pod, links }: PodLookup): RuleFinding[] {
    const own = pod.templateOf ?? pod;
    const keys = new Set([SERVICE_KEY, `Node ${pod.nodeName}`, `${own.kind} ${own.name}`, `Pod ${pod.name}`]);
    return links.flatMap(({ view }) => [...keys].flatMap((key) => this.#of(view).get(key) ?? []));
  }

  #of(view: ServiceView): ReadonlyMap<string, readonly RuleFinding[]> {
    const known =
      this.#ofView.get(view) ??
      Map.groupBy(this.#findings.of(view), (found) => {
        const { kind, name } = found.finding.subject;
        return isAboutService(found) ? SERVICE_KEY : `${kind} ${name}`;
      });
    this.#ofView.set(view, known);
    return known;
  }
}

const SERVICE_KEY = '';

function podEntry(
  lookup: PodLookup,
  found: readonly RuleFinding[],
  findings: FindingIndex,
  { now, unread, hasUnreadService }: ClusterView,
): PodEntry {
  const { pod, links, almostSelectedBy, zone, finished } = lookup;
  const { namespace, name, hostNetwork, templateOf } = pod;
  const since = sinceOf(lookup);
  return {
    namespace,
    name,
    phase: pod.phase || null,
    ready: templateOf === null ? lookup.cause === null && !finished : null,
    podReason: reasonOf(lookup),
    since,
    node: pod.nodeName || null,
    zone,
    hostNetwork,
    terminating: pod.deleted !== null,
    addresses: pod.ips,
    services: links.flatMap((link) => {
      const rows = lookupRows(link, findings);
      return rows.length > 0 ? rows : rowsWithoutBackends(link, lookup);
    }),
    almostSelectedBy: almostSelectedBy.map(({ service, difference, pods }) => ({
      namespace: service.namespace,
      service: service.name,
      difference,
      pods,
    })),
    findings: ruleNames(found),
    shownFindings: uniqueFindings(found),
    age: since === null || now === null ? null : now - Date.parse(since),
    servicesUnread: unread('Service', namespace) !== null || hasUnreadService(namespace),
    message: lookup.cause?.condition?.message ?? '',
  };
}

/** A finished Pod is not Ready as a matter of course: its phase says more. */
function reasonOf({ pod, cause, finished }: PodLookup): string {
  if (finished) return pod.reason || pod.phase;
  return cause?.reason ?? '';
}

function sinceOf({ pod, cause }: PodLookup): string | null {
  return cause?.since ?? pod.ready?.since ?? null;
}

/** The rows of a selected Pod without backends: it is finished, or terminating without an address. */
function rowsWithoutBackends({ view, selected }: ServiceLink, lookup: PodLookup): LookupRow[] {
  const { pod, zone, cause } = lookup;
  const { namespace, name } = view.service;
  const unread = unreadOf(view);
  const resolved = selected.get(pod.name)?.resolved;
  return view.ports.map(({ port }) => ({
    namespace,
    service: name,
    via: 'selector',
    targetPort: port?.targetPort ?? null,
    address: null,
    port: resolved?.get(port) ?? null,
    portName: port?.name ?? '',
    protocol: port?.protocol ?? '',
    servicePort: port?.port ?? null,
    pod: pod.name,
    node: pod.nodeName || null,
    zone,
    podPhase: pod.phase || null,
    podReady: cause === null,
    podReason: reasonOf(lookup),
    endpoints: unread.endpoints ? 'unknown' : 'absent',
    endpointSlice: unread.slices ? 'unknown' : 'absent',
    slice: null,
    routable: unread.slices ? null : false,
    findings: [],
    terminating: pod.deleted !== null,
    failing: null,
    hints: null,
  }));
}
