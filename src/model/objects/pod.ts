import type { Meta, Ref } from './meta.ts';

export interface Pod extends Meta {
  kind: 'Pod';
  /** The workload whose Pod template stands for this Pod, where the input is manifests. */
  templateOf: Ref | null;
  nodeName: string;
  hostNetwork: boolean;
  phase: string;
  reason: string;
  message: string;
  ips: readonly string[];
  /** The addresses of its Node, as the kubelet says. */
  hostIPs: readonly string[];
  containers: readonly Container[];
  readinessGates: readonly string[];
  conditions: readonly Condition[];
  /** The one of type Ready. */
  ready: Condition | null;
}

export interface Container {
  name: string;
  /** A sidecar is an init container with restartPolicy Always. */
  role: 'container' | 'sidecar' | 'init';
  ports: readonly { name: string; port: number; protocol: string }[];
  /** As kubectl words it: `http-get :8080/healthz`. */
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
  since: string | null;
}
