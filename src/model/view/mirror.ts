import type { TargetRef } from '../objects/endpoints.ts';

/** The endpoints that the EndpointSliceMirroring controller should create from an Endpoints object. */
export interface Mirror {
  /** Why it mirrors nothing, or with `portNamedTwice` not everything. */
  refused: 'skipMirror' | 'leaderElection' | 'portNamedTwice' | null;
  /** With `portNamedTwice`, the duplicate port name of a subset. */
  portName: string;
  /** Addresses that are ready in some subset, mirrored or not. */
  ready: ReadonlySet<string>;
  endpoints: readonly MirroredEndpoint[];
}

export interface MirroredEndpoint {
  address: string;
  ready: boolean;
  nodeName: string;
  target: TargetRef | null;
  ports: readonly { name: string; port: number; protocol: string }[];
}
