/** What the EndpointSliceMirroring controller should make of an Endpoints object. */
export interface Mirror {
  /** Why it makes nothing of it, or (portNamedTwice) not of all of it. */
  refused: 'skipMirror' | 'leaderElection' | 'portNamedTwice' | null;
  /** The name that two ports of the same addresses have. */
  portName: string;
  /** The addresses that are ready under some port, mirrored or not. */
  ready: ReadonlySet<string>;
  endpoints: readonly MirroredEndpoint[];
}

export interface MirroredEndpoint {
  address: string;
  ready: boolean;
  ports: readonly { name: string; port: number; protocol: string }[];
}
