import type { Kind } from '../model/objects/kinds.ts';
import type {
  Finding,
  PortReport,
  Report,
  ServiceReport,
  Severity,
  Status,
  Summary,
} from '../model/report/endpoints-report.ts';
import type { SnapshotOrigin } from '../model/snapshot.ts';
import type { JoinedCluster, ServiceView } from '../model/view/service-view.ts';
import type { RuleFinding, RuleResults } from '../rules/engine/rule-results.ts';
import { objectKey } from '../text/object-key.ts';
import { backendReports } from './backend-report.ts';
import { endpointSources, uniqueRefs } from './endpoint-sources.ts';
import { byImportance, listedFindings, ruleNames, uniqueSkipped } from './finding-order.ts';
import { factsOf, policyLines } from './service-header.ts';
import { ingressesByService } from './service-ingresses.ts';
import { statusOf } from './service-status.ts';
import { statusReason } from './status-reason.ts';
import { usablePorts } from './usable-ports.ts';

/**
 * Builds the report of describe svc, get and check.
 * @param withBackends whether the report lists the backends
 */
export function buildReport(
  { services: views }: JoinedCluster,
  results: RuleResults,
  source: SnapshotOrigin,
  withBackends: boolean,
): Report {
  const findingsOf = Map.groupBy(results.findings, ({ view }) => view);
  const ingressesOf = withBackends ? ingressesByService(views) : null;
  const services = views.map((view) => {
    const found = findingsOf.get(view) ?? [];
    const service = serviceReport(view, found, results.undecided.has(view), withBackends);
    const ingresses = ingressesOf?.get(objectKey(service)) ?? [];
    return { ...service, externalAccess: { ...service.externalAccess, ingresses } };
  });
  const findings = listedFindings(results.findings).toSorted(byImportance);
  return {
    apiVersion: 'kubectl-endpoints/v1',
    kind: 'EndpointsReport',
    source,
    services,
    findings,
    omittedFindings: 0,
    skipped: uniqueSkipped(results.skipped),
    summary: summarize(services, findings),
  };
}

/** @param undecided whether a rule was skipped that could explain why nothing is served */
export function serviceReport(
  view: ServiceView,
  found: readonly RuleFinding[],
  undecided: boolean,
  withBackends: boolean,
): ServiceReport {
  const { service, source, backends, cluster } = view;
  const ports = usablePorts(view, found);
  const status = statusOf(view, found, undecided);
  return {
    namespace: service.namespace,
    name: service.name,
    type: service.type,
    clusterIPs: service.clusterIPs,
    ipFamilies: service.ipFamilies,
    headless: service.headless,
    selector: service.selector,
    externalName: source === 'externalName' ? service.externalName : null,
    backendSource: source,
    filledBy: source === 'selectorless' ? uniqueRefs(endpointSources(view)) : [],
    creationTimestamp: service.created,
    status,
    statusReason: statusReason(view, found, status),
    ports: ports.flatMap(portReport),
    backends: withBackends ? backendReports(backends, found) : null,
    findings: ruleNames(found),
    facts: factsOf(view),
    admitted: withBackends ? policyLines(view) : [],
    ready: source === 'externalName' ? null : leastReady(ports),
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

function portReport({ port, routable, backends }: ServiceView['ports'][number]): PortReport[] {
  if (port === null) return [];
  const { name, protocol, targetPort, nodePort, appProtocol } = port;
  return [{ name, port: port.port, protocol, targetPort, routable, backends, nodePort, appProtocol }];
}

function leastReady(ports: ServiceView['ports']): ServiceReport['ready'] {
  const [worst] = ports.toSorted((a, b) => a.routable - b.routable || b.backends - a.backends);
  return { routable: worst?.routable ?? 0, backends: worst?.backends ?? 0 };
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
