import type { Labels, Meta } from './meta.ts';
import type { Condition, Container } from './pod.ts';

/** A Deployment, StatefulSet, DaemonSet, Job or other kind with a Pod template. */
export interface Workload extends Meta {
  kind: 'Workload';
  /** The kind in the API: `Deployment`. */
  type: string;
  /** Null for kinds without replicas. */
  replicas: number | null;
  /** The governing Service of a StatefulSet; else empty. */
  serviceName: string;
  /** The ordinal of a StatefulSet's first Pod (spec.ordinals.start). */
  firstOrdinal: number;
  templateLabels: Labels;
  containers: readonly Container[];
  hostNetwork: boolean;
  serviceAccount: string;
  conditions: readonly Condition[];
  /** The Pods that it has according to its status. */
  recordedPods: number;
}
