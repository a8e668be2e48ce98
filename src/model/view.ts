/** What the join makes of a Service: the controllers' rules, what they published, what kube-proxy does. */

import type { ClusterView } from './cluster-view.ts';
import type { CustomResource } from './custom.ts';
import type { Mirror } from './mirror.ts';
import type { NetworkPolicy } from './networking.ts';
import type {
  Endpoint,
  EndpointSlice,
  Endpoints,
  Family,
  Service,
  ServicePort,
  Workload,
} from './objects.ts';
import type { Condition, Pod } from './pod.ts';
import type { BackendSource, EndpointsState, SliceState } from './report.ts';

/** Everything that was joined: the Services in scope, and the cluster around them. */
export interface JoinedCluster {
  services: readonly ServiceView[];
  cluster: ClusterView;
}

export interface ServiceView {
  service: Service;
  source: BackendSource;
  /** The Service's ports; a headless Service without ports has one here, with `port` null. */
  ports: readonly PortView[];
  /** Every Pod in the namespace that the selector matches. */
  pods: readonly SelectedPod[];
  /** Those that are not finished. */
  unfinished: readonly SelectedPod[];
  /** Of these, those that are not terminating, either. */
  live: readonly SelectedPod[];
  slices: readonly SliceView[];
  endpoints: Endpoints | null;
  /** What the mirroring controller should make of the Endpoints; null where it is not its to mirror. */
  mirror: Mirror | null;
  backends: readonly Backend[];
  /** The rows of a Pod, by its name; null for addresses without a Pod. */
  backendsOf: ReadonlyMap<string | null, readonly Backend[]>;
  /** The rows of a port. */
  backendsAt: ReadonlyMap<ServicePort | null, readonly Backend[]>;
  stale: readonly StaleAddress[];
  /** Who the live Pods belong to. */
  owners: readonly Owner[];
  /** Those whose Pod template the selector matches. */
  workloads: readonly Workload[];
  /** The workload scaled to zero that explains why no Pod is there. */
  idle: Workload | null;
  /** Who else may give a manifest's Service its Pods, where there are none. */
  elsewhere: Elsewhere | null;
  cluster: ClusterView;
}

/** A custom resource's controller makes them, the Pods of a workload get the label while they run, or they are the cluster's own. */
export type Elsewhere =
  | { why: 'customResource'; resource: CustomResource }
  | { why: 'label'; workload: Workload; keys: readonly string[] }
  | { why: 'system' };

/** A port of a Service and what is counted behind it. */
export interface PortView {
  readonly port: ServicePort | null;
  /** How many of the live Pods resolve its targetPort. */
  readonly resolvedBy: number;
  /** Pods (addresses where there is no Pod) that could and that do get new connections, once across families. */
  readonly backends: number;
  readonly routable: number;
  /** A ready endpoint gets its connections; terminating ones do not count. */
  readonly ready: boolean;
}

/**
 * Why a selected Pod is not served, the first that applies:
 * finished, terminating (both are as they should be), noAddress, nodeMissing, notReady, unresolved (a
 * named targetPort), familyUnserved (no address of any family of the Service), unpublished.
 */
export type Obstacle =
  | 'finished'
  | 'terminating'
  | 'noAddress'
  | 'nodeMissing'
  | 'notReady'
  | 'unresolved'
  | 'familyUnserved'
  | 'unpublished';

export interface SelectedPod {
  pod: Pod;
  /** The Pod's Ready condition is True. */
  ready: boolean;
  obstacle: Obstacle | null;
  /** What each Service port leads to in this Pod; null where its named targetPort is not declared. */
  resolved: ReadonlyMap<ServicePort | null, number | null>;
  /** Its address in each family of the Service that it has one in. */
  addresses: ReadonlyMap<Family, string>;
  cause: NotReadyCause | null;
  /** Empty where the controller leaves the Pod out. */
  expected: readonly ExpectedEndpoint[];
  /** The controller's slices say otherwise about it than the controller would write now. */
  outOfDate: { published: boolean; expected: boolean; slice: EndpointSlice } | null;
  /** What no NetworkPolicy rule admits anyone to. */
  shutOut: ShutOut | null;
}

/** What the EndpointSlice controller should publish of a Pod in one family. */
export interface ExpectedEndpoint {
  family: Family;
  address: string;
  /** The Service ports that the Pod resolves, and to what. */
  ports: ReadonlyMap<ServicePort | null, number>;
  ready: boolean;
  serving: boolean;
  terminating: boolean;
}

export interface ShutOut {
  policies: readonly NetworkPolicy[];
  ports: ReadonlySet<ServicePort | null>;
}

/** An address in a slice whose Pod is not there, is another one, or is no longer meant. */
export interface StaleAddress {
  address: string;
  podName: string;
  slice: EndpointSlice;
  why: 'gone' | 'finished' | 'otherAddress' | 'unselected';
}

/** A workload by kind and name (empty: none) and how many live Pods it has behind a Service. */
export interface Owner {
  name: string;
  pods: number;
}

/** The deepest reason known for a Pod that is not Ready. */
export interface NotReadyCause {
  /** A word or two, for a column: `CrashLoopBackOff`, `Unschedulable`, `ProbeFailing`, `ReadinessGate`. */
  reason: string;
  kind: 'unschedulable' | 'waiting' | 'crash' | 'probe' | 'gate' | 'init' | 'node' | 'noIP' | 'unknown';
  container: string;
  /** The readiness gate that is not met. */
  gate: string;
  condition: Condition | null;
  since: string | null;
}

export type SliceRole = 'controller' | 'mirrored' | 'foreign';

/** Why kube-proxy does not use a slice, or a part of it. */
export type Ignored = 'headlessLabel' | 'fqdn' | 'family' | 'portWithoutNumber' | 'furtherAddresses';

export interface SliceView {
  slice: EndpointSlice;
  role: SliceRole;
  ignored: readonly Ignored[];
  /** kube-proxy does not look at the slice at all. */
  ignoredWhole: boolean;
  /** The Service's ports that it names: name and protocol are equal, numbers are not compared. */
  ports: ReadonlySet<ServicePort | null>;
  /** The endpoints that it publishes as ready: unset means ready. */
  ready: readonly Endpoint[];
  /** Made by the EndpointSlice controller, which does not look after it any more. */
  frozen: boolean;
}

/** One address of one endpoint of one slice, under one of the slice's ports (null: the slice names none). */
export interface Listing {
  slice: SliceView;
  endpoint: Endpoint;
  address: string;
  port: { name: string; protocol: string; number: number | null } | null;
  state: SliceState;
}

export interface Backend {
  readonly port: ServicePort | null;
  /** Null: a Pod that should have an address and has none. */
  readonly address: string | null;
  readonly number: number | null;
  readonly pod: Pod | null;
  /** The name that the endpoint gives its Pod, whether or not that Pod was read. */
  readonly podName: string | null;
  readonly nodeName: string | null;
  readonly zone: string | null;
  readonly podReady: boolean | null;
  readonly podReason: string;
  readonly endpoints: EndpointsState;
  readonly slice: SliceState;
  /** The endpoint, or the Pod, is shutting down. */
  readonly terminating: boolean;
  readonly sliceName: string | null;
  /** Would a conforming proxy (for a headless Service: DNS) send a new connection here? Null: unknown. */
  readonly routable: boolean | null;
}
