/** Endpoints and EndpointSlice, as published. */

import type { Meta, Ref } from './meta.ts';

export interface Endpoints extends Meta {
  kind: 'Endpoints';
  skipMirror: boolean;
  leaderElection: boolean;
  overCapacity: boolean;
  subsets: readonly EndpointSubset[];
}

export interface EndpointSubset {
  addresses: readonly EndpointAddress[];
  notReadyAddresses: readonly EndpointAddress[];
  ports: readonly { name: string; port: number; protocol: string; appProtocol: string }[];
}

export interface EndpointAddress {
  ip: string;
  nodeName: string;
  target: TargetRef | null;
}

export interface TargetRef extends Ref {
  uid: string;
}

export interface EndpointSlice extends Meta {
  kind: 'EndpointSlice';
  /** The label kubernetes.io/service-name; empty if absent. */
  service: string;
  managedBy: string;
  /** The slice has the label service.kubernetes.io/headless, so kube-proxy does not watch it. */
  headlessLabel: boolean;
  addressType: string;
  ports: readonly { name: string; port: number | null; protocol: string }[];
  endpoints: readonly Endpoint[];
}

export interface Endpoint {
  addresses: readonly string[];
  /** Conditions as published; null if unset. */
  ready: boolean | null;
  serving: boolean | null;
  terminating: boolean | null;
  nodeName: string;
  zone: string;
  target: TargetRef | null;
  /** The zones and Nodes whose clients should use it; null without hints. */
  hints: { zones: readonly string[]; nodes: readonly string[] } | null;
}

/** Every address that an object lists, ready or not, in its order. */
export function listedAddresses(object: Endpoints | EndpointSlice): string[] {
  if (object.kind === 'EndpointSlice') return object.endpoints.flatMap(({ addresses }) => addresses);
  return object.subsets.flatMap(({ addresses, notReadyAddresses }) =>
    [...addresses, ...notReadyAddresses].map(({ ip }) => ip),
  );
}
