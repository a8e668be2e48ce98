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

export function reportData(report: Report): JsonReport {
  return {
    apiVersion: report.apiVersion,
    kind: report.kind,
    source: sourceData(report.source),
    services: report.services.map(serviceData),
    findings: report.findings.map(findingData),
    skipped: report.skipped.map(skippedData),
    summary: summaryData(report.summary),
  };
}

export function sourceData(source: SnapshotOrigin): JsonSource {
  return 'files' in source ? { files: source.files } : { context: source.context, server: source.server };
}

export function serviceData(service: ServiceReport): JsonService {
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
    ports: service.ports.map(portData),
    backends: service.backends?.map(backendData) ?? null,
    findings: service.findings,
  };
}

function portData({ name, port, protocol, targetPort, routable, backends }: PortReport): JsonPort {
  return { name, port, protocol, targetPort, routable, backends };
}

export function backendData(backend: BackendReport): JsonBackend {
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

export function findingData(finding: Finding): JsonFinding {
  return {
    rule: finding.rule,
    severity: finding.severity,
    namespace: finding.namespace,
    service: finding.service,
    subject: objectData(finding.subject),
    message: finding.message,
    detail: finding.detail,
    fix: finding.fix,
    file: finding.file,
    line: finding.line,
  };
}

export const objectData = ({ kind, namespace, name }: Ref): JsonObject => ({ kind, namespace, name });

export const skippedData = ({ rule, reason }: Skipped): JsonSkipped => ({ rule, reason });

function summaryData(summary: Summary): JsonSummary {
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
