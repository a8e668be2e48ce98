/** Pod, its containers and conditions. */

import type { Meta, Ref } from './meta.ts';

export interface Pod extends Meta {
  kind: 'Pod';
  /** The workload whose Pod template this is, for manifests; null for a real Pod. */
  templateOf: Ref | null;
  nodeName: string;
  hostNetwork: boolean;
  phase: string;
  reason: string;
  message: string;
  ips: readonly string[];
  /** Addresses of its Node (status.hostIPs). */
  hostIPs: readonly string[];
  containers: readonly Container[];
  readinessGates: readonly string[];
  conditions: readonly Condition[];
  /** The condition of type Ready. */
  ready: Condition | null;
}

export interface Container {
  name: string;
  /** `sidecar`: an init container with restartPolicy Always. */
  role: 'container' | 'sidecar' | 'init';
  ports: readonly { name: string; port: number; protocol: string }[];
  /** As kubectl describe prints it: `http-get :8080/healthz`. */
  readinessProbe: string | null;
  ready: boolean | null;
  started: boolean | null;
  restarts: number;
  state: ContainerState | null;
  lastState: ContainerState | null;
}

export interface ContainerState {
  type: 'waiting' | 'running' | 'terminated';
  reason: string;
  message: string;
  exitCode: number | null;
}

export interface Condition {
  type: string;
  status: string;
  reason: string;
  message: string;
  /** The lastTransitionTime. */
  since: string | null;
}
