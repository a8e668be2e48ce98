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
  /** The label kubernetes.io/service-name; empty when the slice belongs to no Service. */
  service: string;
  managedBy: string;
  /** The label service.kubernetes.io/headless: kube-proxy does not watch such slices. */
  headlessLabel: boolean;
  addressType: string;
  ports: readonly { name: string; port: number | null; protocol: string }[];
  endpoints: readonly Endpoint[];
}

export interface Endpoint {
  addresses: readonly string[];
  /** As published; null where unset. */
  ready: boolean | null;
  serving: boolean | null;
  terminating: boolean | null;
  nodeName: string;
  zone: string;
  target: TargetRef | null;
}
