import type { Endpoint, EndpointSlice } from '../objects/endpoints.ts';
import type { ServicePort } from '../objects/service.ts';
import type { SliceState } from '../report/endpoints-report.ts';

/** The origin of a slice: the EndpointSlice controller, the mirroring controller, or another writer. */
export type SliceRole = 'controller' | 'mirrored' | 'foreign';

/** Why kube-proxy ignores a slice or a part of it. */
export type IgnoredReason =
  | 'headlessLabel'
  | 'fqdn'
  | 'family'
  | 'portWithoutNumber'
  | 'portOutOfRange'
  | 'furtherAddresses';

/** An EndpointSlice of a Service, as kube-proxy treats it. */
export interface SliceView {
  slice: EndpointSlice;
  role: SliceRole;
  ignored: readonly IgnoredReason[];
  /** kube-proxy ignores all of the slice. */
  ignoredEntirely: boolean;
  /** The Service ports that match a port of the slice by name and protocol; numbers are not compared. */
  ports: ReadonlySet<ServicePort | null>;
  /** The endpoints published as ready; an unset condition means ready. */
  ready: readonly Endpoint[];
  /** The EndpointSlice controller no longer updates it: the Service lost its selector or was recreated. */
  frozen: boolean;
}

/** A port of a slice or of a subset of Endpoints, and the Service ports with its name and protocol. */
export interface EndpointPort {
  number: number | null;
  servicePorts: readonly ServicePort[];
}

/** An address of an endpoint under one port of its slice; `port` is null if the slice has no ports. */
export interface Listing {
  slice: SliceView;
  endpoint: Endpoint;
  address: string;
  port: EndpointPort | null;
  state: SliceState;
}

/**
 * Why connections to a published address fail. `stale`: its Pod is gone; `clusterIP`: it is the cluster IP of a Service;
 * `conflicting`: it is listed more than once with different readiness.
 */
export type EndpointFault = 'stale' | 'clusterIP' | 'conflicting';

/** An address and port that the slices of a Service list as ready and as not ready. */
export interface ConflictingAddress {
  address: string;
  port: ServicePort;
  number: number;
  /** The slices that list it, by readiness; one slice may do both. */
  ready: readonly EndpointSlice[];
  notReady: readonly EndpointSlice[];
}

/** What kube-proxy makes of the topology hints of the ready endpoints. */
export interface TopologyHints {
  /** On some Nodes it uses a part of the endpoints only. */
  inEffect: boolean;
  /** Ready endpoints without a hint, for which it disregards those of the others. */
  lacking: readonly Endpoint[];
}

/** An address in a slice whose Pod is gone, has another address, or is no longer selected. */
export interface StaleAddress {
  address: string;
  podName: string;
  slice: EndpointSlice;
  endpoint: Endpoint;
  reason: 'gone' | 'finished' | 'otherAddress' | 'unselected';
}
