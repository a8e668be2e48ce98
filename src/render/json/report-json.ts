import type { Ref } from '../../model/objects/meta.ts';
import type {
  BackendReport,
  Finding,
  PortReport,
  Remedy,
  Report,
  ServiceReport,
  Skipped,
  Summary,
} from '../../model/report/endpoints-report.ts';
import type {
  JsonBackend,
  JsonFinding,
  JsonObject,
  JsonPort,
  JsonRemedy,
  JsonReport,
  JsonService,
  JsonSkipped,
  JsonSource,
  JsonSummary,
} from '../../model/report/json-report.ts';
import type { SnapshotOrigin } from '../../model/snapshot.ts';

/** Maps a report, key by key, to the object that `-o json` and `-o yaml` print. */
export function toJsonReport(report: Report): JsonReport {
  return {
    apiVersion: report.apiVersion,
    kind: report.kind,
    source: toJsonSource(report.source),
    services: report.services.map(toJsonService),
    findings: report.findings.map(toJsonFinding),
    omittedFindings: report.omittedFindings,
    skipped: report.skipped.map(toJsonSkipped),
    summary: toJsonSummary(report.summary),
  };
}

export function toJsonSource(source: SnapshotOrigin): JsonSource {
  return 'files' in source ? { files: source.files } : { context: source.context, server: source.server };
}

export function toJsonService(service: ServiceReport): JsonService {
  const { ready, unread } = service;
  const known = ready !== null && !unread.slices && !unread.pods;
  return {
    namespace: service.namespace,
    name: service.name,
    type: service.type,
    clusterIPs: service.clusterIPs,
    ipFamilies: service.ipFamilies,
    headless: service.headless,
    selector: service.selector,
    externalName: service.externalName,
    backendSource: service.backendSource,
    filledBy: service.filledBy.map(toJsonObject),
    creationTimestamp: service.creationTimestamp,
    status: service.status,
    statusReason: service.statusReason,
    ...counts(known ? ready : null),
    ports: service.ports.map((port) => toJsonPort(port, known)),
    backends: service.backends?.map(toJsonBackend) ?? null,
    findingNames: service.findings,
  };
}

/** @param known the backends were read, and the Service can have some */
function toJsonPort(one: PortReport, known: boolean): JsonPort {
  const { name, port, protocol, targetPort, nodePort, appProtocol } = one;
  return { name, port, protocol, targetPort, nodePort, appProtocol, ...counts(known ? one : null) };
}

/** @param known null: unknown */
export function counts(
  known: { routable: number | null; backends: number | null } | null,
): Pick<JsonPort, 'readyCount' | 'backendCount'> {
  return { readyCount: known?.routable ?? null, backendCount: known?.backends ?? null };
}

export function toJsonBackend(backend: BackendReport): JsonBackend {
  return {
    address: backend.address,
    port: backend.port,
    portName: backend.portName,
    protocol: backend.protocol,
    servicePort: backend.servicePort,
    pod: backend.pod,
    node: backend.node,
    zone: backend.zone,
    phase: backend.podPhase,
    ready: backend.podReady,
    reason: backend.podReason,
    endpointsState: backend.endpoints,
    endpointSliceState: backend.endpointSlice,
    endpointSlice: backend.slice,
    routable: backend.routable,
    findingNames: backend.findings,
  };
}

export function toJsonFinding(finding: Finding): JsonFinding {
  return {
    name: finding.rule,
    severity: finding.severity,
    namespace: finding.namespace,
    service: finding.service,
    subject: toJsonObject(finding.subject),
    message: finding.message,
    evidence: finding.detail,
    remedy: toJsonRemedy(finding.remedy),
    file: finding.file,
    line: finding.line,
  };
}

const toJsonRemedy = ({ kind, text, command, tested }: Remedy): JsonRemedy => ({
  kind,
  text,
  command,
  tested,
});

export const toJsonObject = ({ kind, namespace, name }: Ref): JsonObject => ({ kind, namespace, name });

export const toJsonSkipped = ({ rule, reason }: Skipped): JsonSkipped => ({ name: rule, reason });

function toJsonSummary(summary: Summary): JsonSummary {
  return {
    services: summary.services,
    healthy: summary.healthy,
    degraded: summary.degraded,
    unavailable: summary.unavailable,
    externalName: summary.externalName,
    unknown: summary.unknown,
    errors: summary.errors,
    warnings: summary.warnings,
    infos: summary.infos,
  };
}
