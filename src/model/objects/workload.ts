import type { Labels, Meta } from './meta.ts';
import type { Condition, Container } from './pod.ts';

/** Whatever makes Pods from a template. */
export interface Workload extends Meta {
  kind: 'Workload';
  /** The kind in the API: `Deployment`. */
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
