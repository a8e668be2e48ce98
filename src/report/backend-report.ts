import type { BackendReport } from '../model/report/endpoints-report.ts';
import type { Backend } from '../model/view/backend.ts';
import type { RuleFinding } from '../rules/engine/rule-results.ts';
import { ruleNames } from './finding-order.ts';

/** The backends of a Service, each with the names of its findings. */
export function backendReports(
  backends: readonly Backend[],
  findings: readonly RuleFinding[],
): BackendReport[] {
  const findingsAt = new Map<Backend, RuleFinding[]>(backends.map((backend) => [backend, []]));
  for (const one of findings) for (const backend of one.backends) findingsAt.get(backend)?.push(one);
  return backends.map((backend) => backendReport(backend, findingsAt.get(backend) ?? []));
}

export function backendReport(backend: Backend, findings: readonly RuleFinding[]): BackendReport {
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
    findings: ruleNames(findings),
    terminating: backend.terminating,
    failing: findings.find(({ rule }) => rule.connectionsFail)?.rule.name ?? null,
    hints: backend.hints,
  };
}
