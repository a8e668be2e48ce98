/** The report of `describe svc`, `get` and `check`. Renderers read nothing else. */

import type { IPFamily, Labels, Ref } from '../objects/meta.ts';
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
  /** The number of findings that were left out of `findings`; `summary` counts them. */
  omittedFindings: number;
  skipped: Skipped[];
  summary: Summary;
}

export interface ServiceReport {
  namespace: string;
  name: string;
  type: string;
  clusterIPs: readonly string[];
  ipFamilies: readonly IPFamily[];
  headless: boolean;
  selector: Labels | null;
  externalName: string | null;
  backendSource: BackendSource;
  /** The objects that give a Service without selector its endpoints. */
  filledBy: readonly Ref[];
  creationTimestamp: string | null;
  status: Status;
  /** Why it is not Healthy, in words; else empty. */
  statusReason: string;
  ports: PortReport[];
  /** Null for `get` and `check`, which do not show them. */
  backends: BackendReport[] | null;
  /** Names of rules, without duplicates. */
  findings: string[];
  /** The counts of the port with the fewest routable backends; null for ExternalName. */
  ready: { routable: number; backends: number } | null;
  /** For text only: the age in milliseconds by the server's clock; null if unknown. */
  age: number | null;
  /** For text only: further lines of the header. */
  facts: readonly Fact[];
  /** For text only: whom the NetworkPolicies that isolate its Pods admit. */
  admitted: readonly string[];
  /** For text only: access from outside the cluster. */
  externalAccess: ExternalAccess;
  /** Kinds of the table that could not be read. */
  unread: { pods: boolean; endpoints: boolean; slices: boolean };
}

/** The addresses and Ingresses through which a Service is reached beside its cluster IPs. */
interface ExternalAccess {
  externalIPs: readonly string[];
  /** Null if the Service is not of type LoadBalancer. */
  loadBalancer: readonly string[] | null;
  ingresses: readonly ReferringIngress[];
}

/** An Ingress with a backend that names the Service. */
export interface ReferringIngress {
  name: string;
  /** Hosts and paths: `shop.example/cart`. */
  paths: readonly string[];
  /** The Service lacks the port of the backend. */
  portMissing: boolean;
}

/** A line of the header of `describe svc`, or several under one label. */
export interface Fact {
  label: string;
  lines: readonly string[];
}

export interface PortReport {
  name: string;
  port: number;
  protocol: string;
  targetPort: number | string;
  /** Counts of Pods (of addresses without a Pod), each once across IP families. */
  routable: number;
  backends: number;
  nodePort: number | null;
  appProtocol: string | null;
}

export interface BackendReport {
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
  routable: boolean | null;
  findings: string[];
  terminating: boolean;
  /** For text only: the rule that says that connections fail here, although `routable` may be true. */
  failing: string | null;
  /** For text only: the zones or Nodes whose clients are routed here, where topology hints are in effect. */
  hints: { zones: readonly string[]; nodes: readonly string[] } | null;
}

export interface Finding {
  rule: string;
  severity: Severity;
  namespace: string;
  /** Null for a finding about a namespace. */
  service: string | null;
  subject: Ref;
  message: string;
  detail: string[];
  remedy: Remedy;
  file: string | null;
  line: number | null;
  /** For text only: findings of a Service with the same cause may be grouped. */
  cause: string;
}

/** How to mend a finding (`fix`), or where to look next. */
export interface Remedy {
  kind: 'fix' | 'next';
  text: string;
  /** A command to paste; null where no command does it. */
  command: string | null;
  /** The fix was applied to the objects that were read, and the finding was gone. */
  tested: boolean;
}

/** A rule that did not run, since a kind that it needs could not be read. */
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
