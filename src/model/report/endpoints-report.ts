import type { Labels, Ref } from '../objects/meta.ts';
import type { SnapshotOrigin } from '../snapshot.ts';

export type Severity = 'error' | 'warning' | 'info';
export type Status = 'Healthy' | 'Degraded' | 'Unavailable' | 'ExternalName' | 'Unknown';
export type BackendSource = 'selector' | 'selectorless' | 'externalName';
export type EndpointsState = 'ready' | 'notReady' | 'absent' | 'unknown';
export type SliceState = 'ready' | 'serving' | 'terminating' | 'notReady' | 'absent' | 'unknown';

export interface Report {
  apiVersion: 'kubectl-endpoints/v1';
  kind: 'EndpointsReport';
  source: SnapshotOrigin;
  services: ServiceReport[];
  findings: Finding[];
  skipped: Skipped[];
  summary: Summary;
}

export interface ServiceReport {
  namespace: string;
  name: string;
  type: string;
  clusterIPs: readonly string[];
  headless: boolean;
  selector: Labels | null;
  externalName: string | null;
  backendSource: BackendSource;
  status: Status;
  ports: PortReport[];
  /** Null where only findings were asked for (`get`, `check`). */
  backends: BackendReport[] | null;
  /** Names of rules, each once. */
  findings: string[];
  /** For text only: Pods (addresses where there is no Pod) of the port that is served worst; null for a mere name. */
  ready: { routable: number; backends: number } | null;
  /** For text only: how long it exists, in milliseconds by the server's clock; null where nobody can say. */
  age: number | null;
  /** For text only: what the header tells beside the keys above, label by label. */
  facts: readonly Fact[];
  /** For text only: the ways in beside the cluster IPs. */
  externalAccess: ExternalAccess;
  /** For text only: what of the table nobody could read. */
  unread: { pods: boolean; endpoints: boolean; slices: boolean };
}

interface ExternalAccess {
  externalIPs: readonly string[];
  /** Null where no load balancer is asked for. */
  loadBalancer: readonly string[] | null;
  /** Those that were read. */
  ingresses: readonly ReferringIngress[];
}

export interface ReferringIngress {
  name: string;
  /** `shop.example/cart` */
  paths: readonly string[];
  /** The Service has no such port. */
  portMissing: boolean;
}

export interface Fact {
  label: string;
  lines: readonly string[];
}

export interface PortReport {
  name: string;
  port: number;
  protocol: string;
  targetPort: number | string;
  /** Pods (addresses where there is no Pod), once across families. */
  routable: number;
  backends: number;
  /** For text only. */
  nodePort: number | null;
}

export interface BackendReport {
  /** Null: a Pod that should have an address and has none. */
  address: string | null;
  /** The port that connections go to; null when it is not resolved. */
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
  routable: boolean | null;
  findings: string[];
  terminating: boolean;
}

export interface Finding {
  rule: string;
  severity: Severity;
  namespace: string;
  /** Null where the finding belongs to no Service. */
  service: string | null;
  subject: Ref;
  message: string;
  detail: string[];
  /** A command to paste, or what to do where no command does it. */
  fix: string;
  file: string | null;
  line: number | null;
  /** For text only: findings of a Service with the same cause may be shown as one. */
  cause: string;
}

export interface Skipped {
  rule: string;
  reason: string;
}

export interface Summary {
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
