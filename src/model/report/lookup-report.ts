/** The reports of `describe pod` and `describe ip`: from a Pod or an address back to Services. */

import type { SnapshotOrigin } from '../snapshot.ts';
import type { LabelDifference } from '../view/cluster-view.ts';
import type { BackendReport, Finding, Skipped, Status } from './endpoints-report.ts';

/** The common part of the lookup reports. */
export interface LookupReport {
  apiVersion: 'kubectl-endpoints/v1';
  source: SnapshotOrigin;
  /** The findings about the subjects, ordered as in `describe svc`. */
  findings: Finding[];
  skipped: Skipped[];
  /** Kinds that could not be read, so the result may be incomplete. */
  unread: UnreadReport[];
}

export interface UnreadReport {
  kind: string;
  reason: string;
}

/** The report of `describe pod`. */
export interface PodReport extends LookupReport {
  kind: 'PodReport';
  pods: PodEntry[];
}

export interface PodEntry {
  namespace: string;
  name: string;
  /** Null for a Pod template. */
  phase: string | null;
  ready: boolean | null;
  /** Why the Pod is not Ready, in a word or two; else empty. */
  podReason: string;
  /** The lastTransitionTime of the Ready condition. */
  since: string | null;
  node: string | null;
  zone: string | null;
  hostNetwork: boolean;
  terminating: boolean;
  addresses: readonly string[];
  /** One row for each Service port and address of the Pod. */
  services: LookupRow[];
  almostSelectedBy: AlmostSelecting[];
  /** Names of rules, without duplicates. */
  findings: string[];
  /** For text only: milliseconds since `since` by the server's clock; null if unknown. */
  age: number | null;
  /** For text only: not all Services of its namespace could be read. */
  servicesUnread: boolean;
  /** For text only: the message of the Pod condition behind `podReason`; else empty. */
  message: string;
  /** For text only: the findings in full. */
  shownFindings: Finding[];
}

/**
 * The relation of a Service to a Pod: its selector matches the Pod, the targetRef of an endpoint names it, or an
 * endpoint without targetRef has its address.
 */
export type Via = 'selector' | 'targetRef' | 'address';

export interface LookupRow extends BackendReport {
  namespace: string;
  service: string;
  via: Via;
  /** The Service's targetPort; null for a headless Service without ports. */
  targetPort: number | string | null;
}

/** A Service whose selector differs from the Pod's labels in one key. */
export interface AlmostSelecting {
  namespace: string;
  service: string;
  difference: LabelDifference;
  /** The number of unfinished Pods that it selects; null: unread. */
  pods: number | null;
}

/** The report of `describe ip`. */
export interface AddressReport extends LookupReport {
  kind: 'AddressReport';
  addresses: AddressEntry[];
}

export interface AddressEntry {
  /** Canonical: IPv6 as in RFC 5952, an IPv4-mapped address as IPv4. */
  address: string;
  family: 'IPv4' | 'IPv6';
  owners: AddressOwner[];
  /** One row for each Service port of which the address is, or should be, an endpoint. */
  services: LookupRow[];
  /** Endpoints and EndpointSlices that list the address but belong to no row of `services`. */
  listedIn: { kind: string; namespace: string; name: string }[];
  /** The node ports of a Node with this address. */
  nodePorts: NodePortReport[];
  /** Names of rules, without duplicates. */
  findings: string[];
  /** For text only: the findings in full. */
  shownFindings: Finding[];
}

export type OwnerKind = 'Pod' | 'Node' | 'Service' | 'Ingress';

/** An object with the address. `as` is the field (`podIP`, `clusterIP` …), or for a Node the type (`InternalIP` …). */
export interface AddressOwner {
  kind: OwnerKind;
  namespace: string;
  name: string;
  as: string;
  /** For a Pod or Node; else null. */
  ready: boolean | null;
  /** For a Service; else null. */
  status: Status | null;
  /** For a Pod; else null. */
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
