import type { PodLookup, ServiceLink } from '../model/lookup.ts';
import type { LookupRow, PodEntry, PodReport } from '../model/lookup-report.ts';
import type { Pod } from '../model/pod.ts';
import { type FoundFinding, ruleNames, unreadOf } from './build.ts';
import { Findings, type Known, lookupReport, lookupRows, told } from './lookup.ts';

export function buildPodReport(known: Known, lookups: readonly PodLookup[]): PodReport {
  const findings = new Findings(known.judgement.found);
  const { now } = known.joined.cluster;
  const pods = lookups.map((lookup) => ({ lookup, found: concerning(lookup, findings) }));
  return {
    kind: 'PodReport',
    ...lookupReport(
      known,
      pods.flatMap(({ found }) => found),
      ['Service', 'Endpoints', 'EndpointSlice', 'Pod', 'Node'],
    ),
    pods: pods.map(({ lookup, found }) => entry(lookup, found, findings, now)),
  };
}

/** What is about the Pod, its Node, or a Service that selects or publishes it; not about other Pods behind it. */
function concerning({ pod, links }: PodLookup, findings: Findings): FoundFinding[] {
  return links
    .flatMap(({ view }) => findings.of(view))
    .filter(({ finding }) => concerns(finding.subject, pod));
}

export function concerns(subject: { kind: string; name: string }, pod: Pod): boolean {
  const { kind, name } = subject;
  if (kind === 'Node') return name === pod.nodeName;
  if (['Service', 'Endpoints', 'EndpointSlice'].includes(kind)) return true;
  const own = pod.templateOf ?? pod;
  return (kind === own.kind && name === own.name) || (kind === 'Pod' && name === pod.name);
}

function entry(
  lookup: PodLookup,
  found: readonly FoundFinding[],
  findings: Findings,
  now: number | null,
): PodEntry {
  const { pod, links, almost, zone, finished } = lookup;
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
      return rows.length > 0 ? rows : unlisted(link, lookup);
    }),
    almostSelectedBy: almost.map(({ service, difference, pods }) => ({
      namespace: service.namespace,
      service: service.name,
      difference,
      pods,
    })),
    findings: ruleNames(found),
    told: told(found),
    age: since === null || now === null ? null : now - Date.parse(since),
    message: lookup.cause?.condition?.message ?? '',
  };
}

/** A finished Pod is meant to be not Ready: how it ended says more. */
function reasonOf({ pod, cause, finished }: PodLookup): string {
  if (finished) return pod.reason || pod.phase;
  return cause?.reason ?? '';
}

function sinceOf({ pod, cause }: PodLookup): string | null {
  const ready = pod.conditions.find(({ type }) => type === 'Ready');
  return cause?.since ?? ready?.since ?? null;
}

/** A Pod that is selected and has no row: it is finished, or shuts down and has no address. */
function unlisted({ view }: ServiceLink, lookup: PodLookup): LookupRow[] {
  const { pod, zone, cause } = lookup;
  const { namespace, name } = view.service;
  const unread = unreadOf(view);
  const resolved = view.pods.find((selected) => selected.pod.name === pod.name)?.resolved;
  return view.ports.map((portView) => ({
    namespace,
    service: name,
    via: 'selector',
    targetPort: portView.port?.targetPort ?? null,
    address: null,
    port: resolved?.get(portView) ?? null,
    portName: portView.port?.name ?? '',
    protocol: portView.port?.protocol ?? '',
    servicePort: portView.port?.port ?? null,
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
  }));
}
