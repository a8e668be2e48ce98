import type { EndpointSlice } from '../objects/endpoints.ts';
import type { IPFamily } from '../objects/meta.ts';
import type { NetworkPolicy } from '../objects/networking.ts';
import type { Condition, Pod } from '../objects/pod.ts';
import type { ServicePort } from '../objects/service.ts';

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
  addresses: ReadonlyMap<IPFamily, string>;
  cause: NotReadyCause | null;
  /** Empty where the controller leaves the Pod out. */
  expected: readonly ExpectedEndpoint[];
  /** The controller's slices say otherwise about it than the controller would write now. */
  outOfDate: { published: boolean; expected: boolean; slice: EndpointSlice } | null;
  /** What no NetworkPolicy rule admits anyone to. */
  blockedPorts: BlockedPorts | null;
}

/** What the EndpointSlice controller should publish of a Pod in one family. */
export interface ExpectedEndpoint {
  family: IPFamily;
  address: string;
  /** The Service ports that the Pod resolves, and to what. */
  ports: ReadonlyMap<ServicePort | null, number>;
  ready: boolean;
  serving: boolean;
  terminating: boolean;
}

export interface BlockedPorts {
  policies: readonly NetworkPolicy[];
  ports: ReadonlySet<ServicePort | null>;
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
