import type { Kind } from '../model/objects/kinds.ts';
import type {
  BackendReport,
  Finding,
  PortReport,
  Report,
  ServiceReport,
  Severity,
  Skipped,
  Status,
  Summary,
} from '../model/report/endpoints-report.ts';
import type { SnapshotOrigin } from '../model/snapshot.ts';
import type { Backend } from '../model/view/backend.ts';
import type { JoinedCluster, ServiceView } from '../model/view/service-view.ts';
import { objectKey } from '../text/object-key.ts';
import { byText } from '../text/order.ts';
import { ingressDoors } from './ingress-doors.ts';
import type { FoundFinding, RuleResults } from './rule-results.ts';
import { factsOf } from './service-header.ts';
import { statusOf } from './service-status.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * @param withBackends whether the report lists the joined table, or findings only
 */
export function buildReport(
  { services: views }: JoinedCluster,
  judgement: RuleResults,
  source: SnapshotOrigin,
  withBackends: boolean,
): Report {
  const foundOf = Map.groupBy(judgement.found, ({ view }) => view);
  const doors = withBackends ? ingressDoors(views) : null;
  const services = views.map((view) => {
    const found = foundOf.get(view) ?? [];
    const service = serviceReport(view, found, judgement.undecided.has(view), withBackends);
    const ingresses = doors?.get(objectKey(service)) ?? [];
    return { ...service, externalAccess: { ...service.externalAccess, ingresses } };
  });
  const findings = judgement.found.map(({ finding }) => finding).toSorted(byImportance);
  return {
    apiVersion: 'kubectl-endpoints/v1',
    kind: 'EndpointsReport',
    source,
    services,
    findings,
    skipped: onceEach(judgement.skipped),
    summary: summarize(services, findings),
  };
}

export function onceEach(skipped: readonly Skipped[]): Skipped[] {
  const distinct = new Map(skipped.map((one) => [`${one.rule} ${one.reason}`, one]));
  return [...distinct.values()].sort((a, b) => byText(a.rule, b.rule) || byText(a.reason, b.reason));
}

export function byImportance(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    byText(a.namespace, b.namespace) ||
    byText(a.service ?? '', b.service ?? '') ||
    byText(a.rule, b.rule) ||
    byText(a.subject.kind, b.subject.kind) ||
    byText(a.subject.name, b.subject.name)
  );
}

/** @param undecided a rule was skipped that could say why nothing is served */
export function serviceReport(
  view: ServiceView,
  found: readonly FoundFinding[],
  undecided: boolean,
  withBackends: boolean,
): ServiceReport {
  const { service, source, ports, backends, cluster } = view;
  return {
    namespace: service.namespace,
    name: service.name,
    type: service.type,
    clusterIPs: service.clusterIPs,
    headless: service.headless,
    selector: service.selector,
    externalName: source === 'externalName' ? service.externalName : null,
    backendSource: source,
    status: statusOf(view, found, undecided),
    ports: ports.flatMap(portReport),
    backends: withBackends ? backendReports(backends, found) : null,
    findings: ruleNames(found),
    facts: factsOf(view),
    ready: source === 'externalName' ? null : worstServed(ports),
    age: cluster.now === null || service.created === null ? null : cluster.now - Date.parse(service.created),
    externalAccess: {
      externalIPs: service.externalIPs,
      loadBalancer: service.type === 'LoadBalancer' ? service.loadBalancerIngress : null,
      ingresses: [],
    },
    unread: unreadOf(view),
  };
}

export function unreadOf({ cluster, service, source }: ServiceView): ServiceReport['unread'] {
  const isUnread = (kind: Kind) => cluster.unread(kind, service.namespace) !== null;
  return {
    pods: source === 'selector' && isUnread('Pod'),
    endpoints: isUnread('Endpoints'),
    slices: isUnread('EndpointSlice'),
  };
}

export function ruleNames(found: readonly FoundFinding[]): string[] {
  const ordered = found.map(({ finding }) => finding).toSorted(byImportance);
  return [...new Set(ordered.map(({ rule }) => rule))];
}

function portReport({ port, routable, backends }: ServiceView['ports'][number]): PortReport[] {
  if (port === null) return [];
  const { name, protocol, targetPort, nodePort } = port;
  return [{ name, port: port.port, protocol, targetPort, routable, backends, nodePort }];
}

function worstServed(ports: ServiceView['ports']): ServiceReport['ready'] {
  const [worst] = ports.toSorted((a, b) => a.routable - b.routable || b.backends - a.backends);
  return { routable: worst?.routable ?? 0, backends: worst?.backends ?? 0 };
}

function backendReports(backends: readonly Backend[], found: readonly FoundFinding[]): BackendReport[] {
  const foundAt = new Map<Backend, FoundFinding[]>(backends.map((backend) => [backend, []]));
  for (const one of found) for (const backend of one.backends) foundAt.get(backend)?.push(one);
  return backends.map((backend) => backendReport(backend, foundAt.get(backend) ?? []));
}

export function backendReport(backend: Backend, found: readonly FoundFinding[]): BackendReport {
  const { port, pod } = backend;
  return {
    address: backend.address,
    port: backend.number,
    portName: port?.name ?? '',
    protocol: port?.protocol ?? '',
    servicePort: port?.port ?? null,
    pod: backend.podName,
    node: backend.nodeName,
    zone: backend.zone,
    podPhase: pod?.phase || null,
    podReady: backend.podReady,
    podReason: backend.podReason,
    endpoints: backend.endpoints,
    endpointSlice: backend.slice,
    slice: backend.sliceName,
    routable: backend.routable,
    findings: ruleNames(found),
    terminating: backend.terminating,
  };
}

export function summarize(services: readonly ServiceReport[], findings: readonly Finding[]): Summary {
  const having = (status: Status) => services.filter((service) => service.status === status).length;
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return {
    services: services.length,
    healthy: having('Healthy'),
    degraded: having('Degraded'),
    unavailable: having('Unavailable'),
    externalName: having('ExternalName'),
    unknown: having('Unknown'),
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
  };
}
