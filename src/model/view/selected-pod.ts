import type { EndpointSlice } from '../objects/endpoints.ts';
import type { IPFamily } from '../objects/meta.ts';
import type { NetworkPolicy } from '../objects/networking.ts';
import type { Node } from '../objects/node.ts';
import type { Condition, Pod } from '../objects/pod.ts';
import type { ServicePort } from '../objects/service.ts';

/**
 * Why a selected Pod gets no connections; the first that applies. `finished` and `terminating` are normal;
 * `unresolved`: its named targetPort is undeclared; `familyUnserved`: it has no address in any family of the Service.
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

/** A Pod that the selector of a Service matches. */
export interface SelectedPod {
  pod: Pod;
  /** The Pod's Ready condition is True. */
  ready: boolean;
  obstacle: Obstacle | null;
  /** The target port of each Service port; null if its named targetPort is undeclared. */
  resolved: ReadonlyMap<ServicePort | null, number | null>;
  /** Its address in each IP family of the Service, if it has one. */
  addresses: ReadonlyMap<IPFamily, string>;
  cause: NotReadyCause | null;
  /** Its Node, if that is not Ready. */
  lostNode: Node | null;
  /** Empty if the controller should not publish the Pod. */
  expected: readonly ExpectedEndpoint[];
  /** The readiness in the controller's slices differs from the one that it should publish. */
  outOfDate: { published: boolean; expected: boolean; slice: EndpointSlice } | null;
  /** Ports that no NetworkPolicy rule admits; null: none. */
  blockedPorts: BlockedPorts | null;
}

/** The endpoint that the EndpointSlice controller should publish for a Pod in one IP family. */
export interface ExpectedEndpoint {
  family: IPFamily;
  address: string;
  /** The target port of each Service port that the Pod resolves. */
  ports: ReadonlyMap<ServicePort | null, number>;
  ready: boolean;
  serving: boolean;
  terminating: boolean;
}

/** Service ports whose target ports the NetworkPolicies do not admit. */
export interface BlockedPorts {
  policies: readonly NetworkPolicy[];
  ports: ReadonlySet<ServicePort | null>;
}

/** The most specific known reason why a Pod is not Ready. */
export interface NotReadyCause {
  /** For a table column: `CrashLoopBackOff`, `Unschedulable`, `ProbeFailing`, `ReadinessGate`. */
  reason: string;
  kind: 'unschedulable' | 'waiting' | 'crash' | 'probe' | 'gate' | 'init' | 'node' | 'noIP' | 'unknown';
  container: string;
  /** The readiness gates that are not met, each with its condition if that was ever set. */
  gates: readonly { type: string; condition: Condition | null }[];
  /** Of the Pod; of its Node, if that is lost. */
  condition: Condition | null;
  since: string | null;
}
