/** Pod, its containers and conditions. */

import type { Meta, Ref } from './meta.ts';

export interface Pod extends Meta {
  kind: 'Pod';
  /** The workload whose Pod template this is, for manifests; null for a real Pod. */
  templateOf: Ref | null;
  nodeName: string;
  hostNetwork: boolean;
  /** The Service that gives the Pod a name in DNS: `serviceName` of its StatefulSet. */
  subdomain: string;
  /** It has imagePullSecrets, its own or those of its ServiceAccount. */
  hasPullSecrets: boolean;
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
  probePorts: readonly ProbePort[];
  ready: boolean | null;
  started: boolean | null;
  restarts: number;
  state: ContainerState | null;
  lastState: ContainerState | null;
}

/** The port that a probe connects to. */
export interface ProbePort {
  probe: 'readiness' | 'liveness' | 'startup';
  /** A number, or the name of a port of the container. */
  port: number | string;
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
