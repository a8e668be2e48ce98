/** What the join makes of a Service: the controllers' rules, what they published, what kube-proxy does. */

import type { CustomResource } from '../objects/custom-resource.ts';
import type { Endpoints } from '../objects/endpoints.ts';
import type { Service, ServicePort } from '../objects/service.ts';
import type { Workload } from '../objects/workload.ts';
import type { BackendSource } from '../report/endpoints-report.ts';
import type { Backend, PortView } from './backend.ts';
import type { ClusterView } from './cluster-view.ts';
import type { Mirror } from './mirror.ts';
import type { SelectedPod } from './selected-pod.ts';
import type { SliceView, StaleAddress } from './slice-view.ts';

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
  backendsByPod: ReadonlyMap<string | null, readonly Backend[]>;
  /** The rows of a port. */
  backendsByPort: ReadonlyMap<ServicePort | null, readonly Backend[]>;
  stale: readonly StaleAddress[];
  /** Who the live Pods belong to. */
  owners: readonly Owner[];
  /** Those whose Pod template the selector matches. */
  workloads: readonly Workload[];
  /** The workload scaled to zero that explains why no Pod is there. */
  scaledToZero: Workload | null;
  /** Who else may give a manifest's Service its Pods, where there are none. */
  podSource: PodSource | null;
  cluster: ClusterView;
}

/** A custom resource's controller makes them, the Pods of a workload get the label while they run, or they are the cluster's own. */
export type PodSource =
  | { why: 'customResource'; resource: CustomResource }
  | { why: 'label'; workload: Workload; keys: readonly string[] }
  | { why: 'system' };

/** A workload by kind and name (empty: none) and how many live Pods it has behind a Service. */
export interface Owner {
  name: string;
  pods: number;
}
