/** The JSON and YAML output of `describe pod` and `describe ip`. */

import type { IPFamily } from '../objects/meta.ts';
import type { Status } from './endpoints-report.ts';
import type { JsonBackend, JsonFinding, JsonObject, JsonSkipped, JsonSource } from './json-report.ts';
import type { OwnerKind, Via } from './lookup-report.ts';

/** A kind that could not be read, so the result may be incomplete. */
export interface JsonUnread {
  kind: string;
  reason: string;
}

/** The JSON and YAML output of `describe pod`. */
export interface JsonPodReport {
  apiVersion: 'kubectl-endpoints/v1';
  kind: 'PodReport';
  source: JsonSource;
  pods: JsonPod[];
  /** The findings about the Pods, their Nodes and Services, by severity, namespace, Service, name and subject. */
  findings: JsonFinding[];
  skipped: JsonSkipped[];
  unread: JsonUnread[];
}

export interface JsonPod {
  namespace: string;
  name: string;
  /** Null for a Pod template. */
  phase: string | null;
  /** Null for a Pod template. */
  ready: boolean | null;
  /** Why the Pod is not Ready, in a word or two; else empty. */
  reason: string;
  /** The lastTransitionTime of the Ready condition. */
  since: string | null;
  node: string | null;
  zone: string | null;
  hostNetwork: boolean;
  terminating: boolean;
  podIPs: readonly string[];
  /** One row for each Service port and address of the Pod. */
  backends: JsonLookupRow[];
  almostSelectedBy: JsonAlmostSelecting[];
  findingNames: readonly string[];
}

/** A backend, and the Service that it belongs to. */
export interface JsonLookupRow extends JsonBackend {
  namespace: string;
  service: string;
  /** The selector matches the Pod, the targetRef of an endpoint names it, or an endpoint without targetRef has its address. */
  via: Via;
  /** The targetPort of the Service port; null for a headless Service without ports. */
  targetPort: number | string | null;
}

/** A Service whose selector differs from the Pod's labels in one key. */
export interface JsonAlmostSelecting {
  namespace: string;
  service: string;
  difference: JsonDifference;
  /** The number of unfinished Pods that it selects; null: unread. */
  selectedCount: number | null;
}

export interface JsonDifference {
  key: string;
  wanted: string;
  /** Null: the Pod lacks the key. */
  has: string | null;
  /** A label whose key is spelled like the missing one. */
  similar: JsonLabel | null;
}

export interface JsonLabel {
  key: string;
  value: string;
}

/** The JSON and YAML output of `describe ip`. */
export interface JsonAddressReport {
  apiVersion: 'kubectl-endpoints/v1';
  kind: 'AddressReport';
  source: JsonSource;
  addresses: JsonAddress[];
  /** The findings about the addresses and their Services, by severity, namespace, Service, name and subject. */
  findings: JsonFinding[];
  skipped: JsonSkipped[];
  unread: JsonUnread[];
}

export interface JsonAddress {
  /** Canonical: IPv6 as in RFC 5952, an IPv4-mapped address as IPv4. */
  address: string;
  family: IPFamily;
  owners: JsonAddressOwner[];
  /** One row for each Service port of which the address is, or should be, an endpoint. */
  backends: JsonLookupRow[];
  /** Endpoints and EndpointSlices that list the address but belong to no row of `backends`. */
  listedIn: JsonObject[];
  /** The node ports of a Node with this address. */
  nodePorts: JsonNodePort[];
  findingNames: readonly string[];
}

export interface JsonAddressOwner {
  kind: OwnerKind;
  namespace: string;
  name: string;
  /** The field with the address: `podIP`, `clusterIP` …; for a Node the type: `InternalIP` …. */
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

export interface JsonNodePort {
  namespace: string;
  service: string;
  portName: string;
  protocol: string;
  servicePort: number;
  nodePort: number;
}
