import type { Meta } from './meta.ts';
import type { Condition } from './pod.ts';

/** A Node: its zone, readiness, taints and addresses. */
export interface Node extends Meta {
  kind: 'Node';
  zone: string;
  unschedulable: boolean;
  taints: readonly { key: string; effect: string }[];
  ready: Condition | null;
  /** Types are `InternalIP`, `ExternalIP`, `Hostname` …; IPv6 addresses are canonical. */
  addresses: readonly { type: string; address: string }[];
}
