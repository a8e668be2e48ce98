import type { BackendReport } from '../model/report/endpoints-report.ts';
import type { Backend } from '../model/view/backend.ts';
import type { EndpointFault } from '../model/view/slice-view.ts';
import type { RuleFinding } from '../rules/engine/rule-results.ts';
import { ruleNames } from './finding-order.ts';

/** The findings about faults of addresses. */
const FAULTS: Record<EndpointFault, string> = {
  stale: 'stale-address',
  clusterIP: 'endpoint-is-cluster-ip',
  conflicting: 'endpoint-listed-twice',
};

/** The backends of a Service, each with the names of its findings. */
export function backendReports(
  backends: readonly Backend[],
  findings: readonly RuleFinding[],
): BackendReport[] {
  const findingsAt = new Map<Backend, RuleFinding[]>(backends.map((backend) => [backend, []]));
  for (const one of findings) for (const backend of one.backends) findingsAt.get(backend)?.push(one);
  return backends.map((backend) => backendReport(backend, findingsAt.get(backend) ?? []));
}

/** kube-proxy prefers hints for Nodes; an older one knows those for zones only. */
function chosenBy({ hints }: Backend): readonly string[] {
  if (hints === null) return [];
  return hints.nodes.length > 0 ? hints.nodes : hints.zones;
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
    chosenBy: [...new Set(chosenBy(backend))],
    fault: backend.fault && FAULTS[backend.fault],
  };
}
