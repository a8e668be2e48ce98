import type { IPFamily, Labels } from '../objects/meta.ts';
import type { BackendSource, EndpointsState, Severity, SliceState, Status } from './endpoints-report.ts';

/** The JSON and YAML output of `describe svc`, `get` and `check`. */
export interface JsonReport {
  apiVersion: 'kubectl-endpoints/v1';
  kind: 'EndpointsReport';
  source: JsonSource;
  /** By namespace and name, unless `get --sort-by` orders them. */
  services: JsonService[];
  /** By severity, namespace, Service, name and subject. */
  findings: JsonFinding[];
  /** The number of findings that `check --max-findings` left out of `findings`; `summary` counts them. */
  omittedFindings: number;
  skipped: JsonSkipped[];
  summary: JsonSummary;
}

/** A cluster, or files. */
export type JsonSource = JsonClusterSource | JsonFileSource;

export interface JsonClusterSource {
  context: string;
  server: string;
}

export interface JsonFileSource {
  files: readonly string[];
}

export interface JsonService {
  namespace: string;
  name: string;
  type: string;
  clusterIPs: readonly string[];
  ipFamilies: readonly IPFamily[];
  headless: boolean;
  /** Null: no selector. */
  selector: Labels | null;
  /** Null unless the type is ExternalName. */
  externalName: string | null;
  backendSource: BackendSource;
  /** The objects that give a Service without selector its endpoints. */
  filledBy: JsonObject[];
  /** Null for a manifest. */
  creationTimestamp: string | null;
  status: Status;
  /** Why the status is not Healthy, in words; else empty. */
  statusReason: string;
  /** The counts of the port that is served worst. */
  readyCount: number | null;
  backendCount: number | null;
  ports: JsonPort[];
  /** Null for `get` and `check`, which do not show them. */
  backends: JsonBackend[] | null;
  /** The names of its findings, each once. */
  findingNames: readonly string[];
}

export interface JsonPort {
  name: string;
  port: number;
  protocol: string;
  targetPort: number | string;
  nodePort: number | null;
  appProtocol: string | null;
  /** Pods (addresses without a Pod) that get connections, each once across IP families; null: unknown, or ExternalName. */
  readyCount: number | null;
  /** Pods (addresses without a Pod) behind the port, each once across IP families; null: unknown, or ExternalName. */
  backendCount: number | null;
}

/** A Service port and an address or Pod behind it. */
export interface JsonBackend {
  /** Null: a Pod that lacks the address it should have. */
  address: string | null;
  /** The resolved target port; null if unresolved. */
  port: number | null;
  portName: string;
  protocol: string;
  /** Null for a headless Service without ports. */
  servicePort: number | null;
  /** Null: no Pod. */
  pod: string | null;
  node: string | null;
  zone: string | null;
  /** The phase of the Pod; null: no Pod, or unread. */
  phase: string | null;
  /** The Ready condition of the Pod; null: no Pod, or unread. */
  ready: boolean | null;
  /** Why the Pod is not Ready, in a word or two; else empty. */
  reason: string;
  /** The state of the address in the Endpoints object. */
  endpointsState: EndpointsState;
  /** The state of the address in the EndpointSlices. */
  endpointSliceState: SliceState;
  /** The name of the EndpointSlice; null: in none. */
  endpointSlice: string | null;
  /** kube-proxy (for a headless Service: DNS) would choose the address; null: unknown. */
  routable: boolean | null;
  findingNames: readonly string[];
}

export interface JsonFinding {
  name: string;
  severity: Severity;
  namespace: string;
  /** Null for a finding that belongs to no Service. */
  service: string | null;
  subject: JsonObject;
  message: string;
  evidence: readonly string[];
  remedy: JsonRemedy;
  /** The file of a manifest; null for an object of a cluster. */
  file: string | null;
  line: number | null;
}

export interface JsonRemedy {
  /** `fix`: doing it mends the finding; `next`: where to look. */
  kind: 'fix' | 'next';
  text: string;
  /** A command to paste; null where no command does it. */
  command: string | null;
  /** The fix was applied to the objects that were read, and the finding was gone. */
  tested: boolean;
}

/** A reference to an API object. */
export interface JsonObject {
  kind: string;
  /** Empty for an object of the cluster, such as a Node. */
  namespace: string;
  name: string;
}

/** A finding that was not looked for. */
export interface JsonSkipped {
  name: string;
  reason: string;
}

export interface JsonSummary {
  services: number;
  healthy: number;
  degraded: number;
  unavailable: number;
  externalName: number;
  unknown: number;
  errors: number;
  warnings: number;
  infos: number;
}
