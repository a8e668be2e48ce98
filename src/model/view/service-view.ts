/** The result of the join: each Service with its Pods, its published endpoints and their routing by kube-proxy. */

import type { EndpointSlice, Endpoints } from '../objects/endpoints.ts';
import type { Ingress } from '../objects/networking.ts';
import type { Service, ServicePort } from '../objects/service.ts';
import type { Workload } from '../objects/workload.ts';
import type { BackendSource } from '../report/endpoints-report.ts';
import type { Backend, PortView } from './backend.ts';
import type { ClusterView, MissingPart } from './cluster-view.ts';
import type { Mirror } from './mirror.ts';
import type { SelectedPod } from './selected-pod.ts';
import type { ConflictingAddress, SliceView, StaleAddress, TopologyHints } from './slice-view.ts';

/** The joined Services in scope, and the index of the snapshot. */
export interface JoinedServices {
  services: readonly ServiceView[];
  cluster: ClusterView;
}

/** A joined snapshot, of which parts can be joined again with changes. */
export interface JoinedCluster extends JoinedServices {
  /** Joins the Services again that the changes concern, as if the controllers had followed them. */
  rejoin(changes: readonly ObjectChange[]): readonly RejoinedService[];
}

/** An object that a remedy can change; an Ingress belongs to no Service, so nothing is joined again for it. */
export type ChangeableObject = Service | Endpoints | EndpointSlice | Ingress;

export interface ObjectChange {
  before: ChangeableObject;
  /** Null: the object is deleted. */
  after: ChangeableObject | null;
}

/** A Service before and after a change. */
export interface RejoinedService {
  before: ServiceView;
  after: ServiceView;
}

export interface ServiceView {
  service: Service;
  source: BackendSource;
  /** The ports of the Service; a headless Service without ports has one entry with `port` null. */
  ports: readonly PortView[];
  /** All Pods of the namespace that the selector matches. */
  pods: readonly SelectedPod[];
  /** The `pods` that have not finished. */
  unfinished: readonly SelectedPod[];
  /** The `unfinished` Pods that are not terminating. */
  live: readonly SelectedPod[];
  slices: readonly SliceView[];
  endpoints: Endpoints | null;
  /** What the mirroring controller should publish; null if the Endpoints are not subject to mirroring. */
  mirror: Mirror | null;
  backends: readonly Backend[];
  /** `backends` by the name of the Pod; null: addresses without a Pod. */
  backendsByPod: ReadonlyMap<string | null, readonly Backend[]>;
  /** `backends` by Service port. */
  backendsByPort: ReadonlyMap<ServicePort | null, readonly Backend[]>;
  stale: readonly StaleAddress[];
  conflicting: readonly ConflictingAddress[];
  /** Published addresses that are cluster IPs, each with its Service. */
  clusterIPs: ReadonlyMap<string, Service>;
  /** Null without hints, or a wish for them. */
  hints: TopologyHints | null;
  /** The controllers of the live Pods. */
  owners: readonly Owner[];
  mixed: MixedWorkloads | null;
  /** Workloads whose Pod template the selector matches. */
  workloads: readonly Workload[];
  /** A matching workload scaled to zero, if there are no Pods. */
  scaledToZero: Workload | null;
  /** Another source of Pods for a Service of a manifest, if the input has none. */
  podSource: PodSource | null;
  /** What may give a selectorless Service of a manifest its endpoints, if nothing in the input does. */
  endpointsSource: MissingPart | null;
  /** For manifests: the namespace that has Pods with these labels, where only one of the two names its namespace. */
  podsElsewhere: string | null;
  cluster: ClusterView;
}

/**
 * Pods that manifests do not show: a custom resource's controller creates them, a workload labels its Pods at run time,
 * they are system Pods of the cluster, or the input has only a part of their workload or of the namespace.
 */
export type PodSource =
  | { why: 'label'; workload: Workload; keys: readonly string[] }
  | { why: 'system' }
  | { why: 'leftOut'; workload: Workload }
  | MissingPart;

/** A controller of live Pods of a Service. */
export interface Owner {
  /** Kind and name; empty for Pods without a controller. */
  name: string;
  /** Its live Pods. */
  pods: readonly SelectedPod[];
}

/** Pods of several workloads behind a Service, of which some are not what it is for. */
export interface MixedWorkloads {
  /** `port`: only some have a target port; `instance`: they belong to different releases. */
  why: 'port' | 'instance';
  workloads: readonly {
    name: string;
    pods: number;
    /** Its value of the label that tells the workloads apart; empty if it has none. */
    value: string;
    /** Target ports that it lacks and others have. */
    lacks: readonly ServicePort[];
    foreign: boolean;
  }[];
  /** A label that tells the workloads apart; null if there is none. */
  label: string | null;
  /** The Pods of workloads that lack a target port. */
  foreign: ReadonlySet<SelectedPod>;
}
