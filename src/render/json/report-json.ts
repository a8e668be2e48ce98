import type { Ref } from '../../model/objects/meta.ts';
import type {
  BackendReport,
  Finding,
  PortReport,
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
    skipped: report.skipped.map(toJsonSkipped),
    summary: toJsonSummary(report.summary),
  };
}

export function toJsonSource(source: SnapshotOrigin): JsonSource {
  return 'files' in source ? { files: source.files } : { context: source.context, server: source.server };
}

export function toJsonService(service: ServiceReport): JsonService {
  return {
    namespace: service.namespace,
    name: service.name,
    type: service.type,
    clusterIPs: service.clusterIPs,
    headless: service.headless,
    selector: service.selector,
    externalName: service.externalName,
    backendSource: service.backendSource,
    status: service.status,
    ports: service.ports.map(toJsonPort),
    backends: service.backends?.map(toJsonBackend) ?? null,
    findings: service.findings,
  };
}

function toJsonPort({ name, port, protocol, targetPort, routable, backends }: PortReport): JsonPort {
  return { name, port, protocol, targetPort, routable, backends };
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
    podPhase: backend.podPhase,
    podReady: backend.podReady,
    podReason: backend.podReason,
    endpoints: backend.endpoints,
    endpointSlice: backend.endpointSlice,
    slice: backend.slice,
    routable: backend.routable,
    findings: backend.findings,
  };
}

export function toJsonFinding(finding: Finding): JsonFinding {
  return {
    rule: finding.rule,
    severity: finding.severity,
    namespace: finding.namespace,
    service: finding.service,
    subject: toJsonObject(finding.subject),
    message: finding.message,
    detail: finding.detail,
    fix: finding.fix,
    file: finding.file,
    line: finding.line,
  };
}

export const toJsonObject = ({ kind, namespace, name }: Ref): JsonObject => ({ kind, namespace, name });

export const toJsonSkipped = ({ rule, reason }: Skipped): JsonSkipped => ({ rule, reason });

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
