/** What the reverse lookups report: from a Pod or an address to the Services, with the rows of the same join. */

import type { SnapshotOrigin } from '../snapshot.ts';
import type { LabelDifference } from '../view/cluster-view.ts';
import type { BackendReport, Finding, Skipped, Status } from './endpoints-report.ts';

/** What all of them have in common. */
export interface LookupReport {
  apiVersion: 'kubectl-endpoints/v1';
  source: SnapshotOrigin;
  /** Those that concern what was looked up, ordered as in `describe svc`. */
  findings: Finding[];
  skipped: Skipped[];
  /** What was kept from us: it may hold more of an answer. */
  unread: UnreadReport[];
}

export interface UnreadReport {
  kind: string;
  reason: string;
}

/** What `describe pod` shows. */
export interface PodReport extends LookupReport {
  kind: 'PodReport';
  pods: PodEntry[];
}

export interface PodEntry {
  namespace: string;
  name: string;
  /** Null where it stands for a Pod that is not there yet. */
  phase: string | null;
  ready: boolean | null;
  /** Why it is not Ready, in a word or two; else empty. */
  podReason: string;
  /** Since when it is Ready, or is not. */
  since: string | null;
  node: string | null;
  zone: string | null;
  hostNetwork: boolean;
  terminating: boolean;
  addresses: readonly string[];
  /** One row for each Service port and address of the Pod. */
  services: LookupRow[];
  almostSelectedBy: AlmostSelecting[];
  /** Names of rules, each once. */
  findings: string[];
  /** For text only: the same as a length of time, by the server's clock; null where nobody can say. */
  age: number | null;
  /** For text only: the Services of its namespace could not all be read. */
  servicesUnread: boolean;
  /** For text only: what the Pod's status says of the cause. */
  message: string;
  /** For text only. */
  shownFindings: Finding[];
}

/**
 * How a Service comes to a Pod: its selector matches it; or an endpoint names it; or an endpoint that names no Pod has
 * its address.
 */
export type Via = 'selector' | 'targetRef' | 'address';

export interface LookupRow extends BackendReport {
  namespace: string;
  service: string;
  via: Via;
  /** As the Service has it; null for a headless Service without ports. */
  targetPort: number | string | null;
}

/** A Service whose selector the Pod's labels miss by one. */
export interface AlmostSelecting {
  namespace: string;
  service: string;
  difference: LabelDifference;
  /** How many Pods it selects as it is, without finished ones; null: unread. */
  pods: number | null;
}

/** What `describe ip` shows. */
export interface AddressReport extends LookupReport {
  kind: 'AddressReport';
  addresses: AddressEntry[];
}

export interface AddressEntry {
  /** In canonical form: IPv6 as RFC 5952 writes it, an IPv4-mapped address as IPv4. */
  address: string;
  family: 'IPv4' | 'IPv6';
  owners: AddressOwner[];
  /** One row for each Service port that has the address as an endpoint, or should have it. */
  services: LookupRow[];
  /** Endpoints and EndpointSlices that list the address for no row above. */
  listedIn: { kind: string; namespace: string; name: string }[];
  /** The node ports that a Node with this address answers on. */
  nodePorts: NodePortReport[];
  /** Names of rules, each once. */
  findings: string[];
  /** For text only. */
  shownFindings: Finding[];
}

/** Where the address stands: `podIP`, `InternalIP` (and the other types of a Node's addresses), `clusterIP` … */
export interface AddressOwner {
  kind: 'Pod' | 'Node' | 'Service' | 'Ingress';
  namespace: string;
  name: string;
  as: string;
  /** Of a Pod or Node; else null. */
  ready: boolean | null;
  /** Of a Service; else null. */
  status: Status | null;
  /** Of a Pod; else null. */
  phase: string | null;
  node: string | null;
  hostNetwork: boolean | null;
}

export interface NodePortReport {
  namespace: string;
  service: string;
  portName: string;
  protocol: string;
  servicePort: number;
  nodePort: number;
}
