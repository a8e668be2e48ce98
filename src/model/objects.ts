/**
 * The API's objects, cut down to the fields that the join uses: nulls gone, API defaults filled in.
 * reduce/ makes them from raw JSON; nothing behind it ever sees a raw object.
 */

import type { CustomResource, Role, RoleBinding } from './custom.ts';
import type { Ingress, IngressClass, NetworkPolicy } from './networking.ts';
import type { Condition, Container, Pod } from './pod.ts';

export type Labels = Readonly<Record<string, string>>;
export type Family = 'IPv4' | 'IPv6';

export interface Ref {
  kind: string;
  namespace: string;
  name: string;
}

/** The way from an object down to one of its fields. */
export type Path = readonly (string | number)[];

/** Where a manifest stands in the input; null for what a cluster holds, recorded or read from it. */
export interface Place {
  file: string;
  /** The line of a field, counted from 1; of the deepest one above it that is written, where it is not. */
  lineOf(path: Path): number;
}

export interface OwnerRef {
  kind: string;
  name: string;
  uid: string;
}

export interface Meta {
  namespace: string;
  name: string;
  /** Empty for a manifest: an object that no API server has accepted yet. */
  uid: string;
  labels: Labels;
  created: string | null;
  deleted: string | null;
  /** When a client last wrote it, where the server says so; else when it was created. */
  changed: string | null;
  owners: readonly OwnerRef[];
  /** The owner that looks after it; null: nobody does (metav1.GetControllerOf). */
  controllerRef: OwnerRef | null;
  place: Place | null;
}

export interface Service extends Meta {
  kind: 'Service';
  type: string;
  headless: boolean;
  clusterIPs: readonly string[];
  ipFamilies: readonly Family[];
  ipFamilyPolicy: string;
  /** Null when there is none: an absent and an empty selector are the same thing. */
  selector: Labels | null;
  ports: readonly ServicePort[];
  externalName: string;
  /** The Service that the externalName is the DNS name of, where it is exactly that. */
  aliasOf: { namespace: string; name: string } | null;
  externalIPs: readonly string[];
  loadBalancerIngress: readonly string[];
  internalTrafficPolicy: string;
  externalTrafficPolicy: string;
  trafficDistribution: string;
  sessionAffinity: string;
  /** The label service.kubernetes.io/service-proxy-name. */
  proxyName: string | null;
  publishNotReadyAddresses: boolean;
}

export interface ServicePort {
  name: string;
  port: number;
  protocol: string;
  targetPort: number | string;
  nodePort: number | null;
}

export interface Node extends Meta {
  kind: 'Node';
  zone: string;
  unschedulable: boolean;
  taints: readonly { key: string; effect: string }[];
  ready: Condition | null;
  /** `InternalIP`, `ExternalIP`, `Hostname` …; IPv6 in canonical form. */
  addresses: readonly { type: string; address: string }[];
}

export interface Endpoints extends Meta {
  kind: 'Endpoints';
  skipMirror: boolean;
  leaderElection: boolean;
  overCapacity: boolean;
  subsets: readonly EndpointSubset[];
}

export interface EndpointSubset {
  addresses: readonly EndpointAddress[];
  notReadyAddresses: readonly EndpointAddress[];
  ports: readonly { name: string; port: number; protocol: string; appProtocol: string }[];
}

export interface EndpointAddress {
  ip: string;
  nodeName: string;
  target: TargetRef | null;
}

export interface TargetRef extends Ref {
  uid: string;
}

export interface EndpointSlice extends Meta {
  kind: 'EndpointSlice';
  /** The label kubernetes.io/service-name; empty when the slice belongs to no Service. */
  service: string;
  managedBy: string;
  /** The label service.kubernetes.io/headless: kube-proxy does not watch such slices. */
  headlessLabel: boolean;
  addressType: string;
  ports: readonly { name: string; port: number | null; protocol: string }[];
  endpoints: readonly Endpoint[];
}

export interface Endpoint {
  addresses: readonly string[];
  /** As published; null where unset. */
  ready: boolean | null;
  serving: boolean | null;
  terminating: boolean | null;
  nodeName: string;
  zone: string;
  target: TargetRef | null;
}

/** Whatever makes Pods from a template. */
export interface Workload extends Meta {
  kind: 'Workload';
  /** What the API calls its kind: `Deployment`. */
  type: string;
  /** Null where the kind has no replicas. */
  replicas: number | null;
  /** The number of a StatefulSet's first Pod. */
  firstOrdinal: number;
  templateLabels: Labels;
  containers: readonly Container[];
  hostNetwork: boolean;
  serviceAccount: string;
  conditions: readonly Condition[];
}

export interface Event extends Meta {
  kind: 'Event';
  about: Ref;
  reason: string;
  message: string;
  count: number;
  last: string | null;
}

/** A group of the API that the server has: `cilium.io`. */
export interface APIGroup extends Meta {
  kind: 'APIGroup';
}

/** The kinds that are read, by the name under which rules say what they need. */
export interface Objects {
  Service: Service;
  Endpoints: Endpoints;
  EndpointSlice: EndpointSlice;
  Pod: Pod;
  Node: Node;
  Workload: Workload;
  Event: Event;
  NetworkPolicy: NetworkPolicy;
  Ingress: Ingress;
  IngressClass: IngressClass;
  APIGroup: APIGroup;
  CustomResource: CustomResource;
  Role: Role;
  RoleBinding: RoleBinding;
}

export type Kind = keyof Objects;
export type AnyObject = Objects[Kind];
