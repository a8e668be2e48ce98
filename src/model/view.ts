/** What the join makes of a Service: the controllers' rules, what they published, what kube-proxy does. */
import type {
  Condition,
  Endpoint,
  EndpointSlice,
  Endpoints,
  Event,
  Family,
  Kind,
  Labels,
  Node,
  Pod,
  Service,
  ServicePort,
  Workload,
} from './objects.ts';
import type { BackendSource, EndpointsState, SliceState } from './report.ts';

export interface ServiceView {
  service: Service;
  source: BackendSource;
  /** The Service's ports; a headless Service without ports has one here, with `port` null. */
  ports: readonly PortView[];
  /** Every Pod in the namespace that the selector matches. */
  pods: readonly SelectedPod[];
  slices: readonly SliceView[];
  endpoints: Endpoints | null;
  backends: readonly Backend[];
  /** The rows of a Pod, by its name; null for addresses without a Pod. */
  backendsOf: ReadonlyMap<string | null, readonly Backend[]>;
  /** How many of the selected Pods are neither finished nor terminating. */
  alive: number;
  /** The workload scaled to zero that explains why no Pod is there. */
  idle: Workload | null;
  cluster: ClusterView;
}

export interface PortView {
  port: ServicePort | null;
  /** How many of the Pods that are alive resolve its targetPort. */
  resolvedBy: number;
  /** Pods (addresses where there is no Pod) that could and that do get new connections, once across families. */
  backends: number;
  routable: number;
  /** A ready endpoint gets its connections; terminating ones do not count. */
  ready: boolean;
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
  resolved: ReadonlyMap<PortView, number | null>;
  /** Its address in each family of the Service that it has one in. */
  addresses: ReadonlyMap<Family, string>;
  cause: NotReadyCause | null;
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

/** A Pod or Pod template that a selector almost matches. */
export interface Near {
  kind: string;
  name: string;
  differences: readonly LabelDifference[];
  /** How many more have the same differences. */
  alike: number;
}

export interface LabelDifference {
  key: string;
  wanted: string;
  /** Null: the key is missing. */
  has: string | null;
  /** A key of another spelling that looks like the one that is missing. */
  similarKey: string | null;
}

export type SliceRole = 'controller' | 'mirrored' | 'foreign';

/** Why kube-proxy does not use a slice, or a part of it. */
export type Ignored = 'headlessLabel' | 'fqdn' | 'family' | 'portWithoutNumber' | 'furtherAddresses';

export interface SliceView {
  slice: EndpointSlice;
  role: SliceRole;
  /** Made for the Service that is there now: its owner has the Service's UID. */
  current: boolean;
  ignored: readonly Ignored[];
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
  port: PortView;
  /** Null: a Pod that should have an address and has none. */
  address: string | null;
  number: number | null;
  pod: Pod | null;
  /** The name that the endpoint gives its Pod, whether or not that Pod was read. */
  podName: string | null;
  nodeName: string | null;
  zone: string | null;
  podReady: boolean | null;
  podReason: string;
  endpoints: EndpointsState;
  slice: SliceState;
  /** The endpoint, or the Pod, is shutting down. */
  terminating: boolean;
  sliceName: string | null;
  /** Would a conforming proxy (for a headless Service: DNS) send a new connection here? Null: unknown. */
  routable: boolean | null;
}

/** Indexed look-ups into everything that was read. A rule asks these, never the raw lists. */
export interface ClusterView {
  live: boolean;
  /** The server's clock, in milliseconds since 1970; null for files. */
  now: number | null;
  /** Why a kind could not be read in a namespace; null when it was, or was not asked for. */
  unread(kind: Kind, namespace: string): string | null;
  /** Every object of the kind in the namespace was read, so what is not there does not exist. */
  whole(kind: Kind, namespace: string): boolean;
  service(namespace: string, name: string): Service | null;
  endpointsOf(service: Service): Endpoints | null;
  slicesOf(service: Service): readonly EndpointSlice[];
  /** Pods with all these labels. */
  podsWith(namespace: string, labels: Labels): readonly Pod[];
  podsIn(namespace: string): readonly Pod[];
  pod(namespace: string, name: string): Pod | null;
  node(name: string): Node | 'absent' | 'unread';
  workloadsIn(namespace: string): readonly Workload[];
  /** What comes nearest to the selector in the namespace, best first. */
  nearest(namespace: string, selector: Labels): readonly Near[];
  slicesIn(namespace: string): readonly EndpointSlice[];
  eventsAbout(kind: string, namespace: string, name: string): readonly Event[];
}
