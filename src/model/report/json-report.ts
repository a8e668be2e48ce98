import type { Labels } from '../objects/meta.ts';
import type { BackendSource, EndpointsState, Severity, SliceState, Status } from './endpoints-report.ts';

/** The JSON and YAML output of `describe svc`, `get` and `check`. */
export interface JsonReport {
  apiVersion: 'kubectl-endpoints/v1';
  kind: 'EndpointsReport';
  source: JsonSource;
  services: JsonService[];
  findings: JsonFinding[];
  skipped: JsonSkipped[];
  summary: JsonSummary;
}

/** A cluster, or files. */
export type JsonSource = { context: string; server: string } | { files: readonly string[] };

export interface JsonService {
  namespace: string;
  name: string;
  type: string;
  clusterIPs: readonly string[];
  headless: boolean;
  selector: Labels | null;
  externalName: string | null;
  backendSource: BackendSource;
  status: Status;
  ports: JsonPort[];
  /** Null for `get` and `check`, which do not show them. */
  backends: JsonBackend[] | null;
  /** Names of rules, without duplicates. */
  findings: readonly string[];
}

export interface JsonPort {
  name: string;
  port: number;
  protocol: string;
  targetPort: number | string;
  /** Counts of Pods (of addresses without a Pod), each once across IP families. */
  routable: number;
  backends: number;
}

export interface JsonBackend {
  /** Null: a Pod that lacks the address it should have. */
  address: string | null;
  /** The resolved target port; null if unresolved. */
  port: number | null;
  portName: string;
  protocol: string;
  /** Null for a headless Service without ports. */
  servicePort: number | null;
  pod: string | null;
  node: string | null;
  zone: string | null;
  podPhase: string | null;
  podReady: boolean | null;
  /** Why the Pod is not Ready, in a word or two; else empty. */
  podReason: string;
  endpoints: EndpointsState;
  endpointSlice: SliceState;
  slice: string | null;
  /** Null: unknown. */
  routable: boolean | null;
  findings: readonly string[];
}

export interface JsonFinding {
  rule: string;
  severity: Severity;
  namespace: string;
  /** Null for a finding about a namespace. */
  service: string | null;
  subject: JsonObject;
  message: string;
  detail: readonly string[];
  /** A command to paste, or an instruction if no command does it. */
  fix: string;
  file: string | null;
  line: number | null;
}

/** A reference to an API object. */
export interface JsonObject {
  kind: string;
  namespace: string;
  name: string;
}

export interface JsonSkipped {
  rule: string;
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
