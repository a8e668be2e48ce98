import type { Endpoint, EndpointSlice } from '../objects/endpoints.ts';
import type { ServicePort } from '../objects/service.ts';
import type { SliceState } from '../report/endpoints-report.ts';

export type SliceRole = 'controller' | 'mirrored' | 'foreign';

/** Why kube-proxy does not use a slice, or a part of it. */
export type IgnoredReason = 'headlessLabel' | 'fqdn' | 'family' | 'portWithoutNumber' | 'furtherAddresses';

export interface SliceView {
  slice: EndpointSlice;
  role: SliceRole;
  ignored: readonly IgnoredReason[];
  /** kube-proxy does not look at the slice at all. */
  ignoredEntirely: boolean;
  /** The Service's ports that it names: name and protocol are equal, numbers are not compared. */
  ports: ReadonlySet<ServicePort | null>;
  /** The endpoints that it publishes as ready: unset means ready. */
  ready: readonly Endpoint[];
  /** Made by the EndpointSlice controller, which does not look after it any more. */
  frozen: boolean;
}

/** One address of one endpoint of one slice, under one of the slice's ports (null: the slice names none). */
export interface Listing {
  slice: SliceView;
  endpoint: Endpoint;
  address: string;
  port: { name: string; protocol: string; number: number | null } | null;
  state: SliceState;
}

/** An address in a slice whose Pod is not there, is another one, or is no longer meant. */
export interface StaleAddress {
  address: string;
  podName: string;
  slice: EndpointSlice;
  reason: 'gone' | 'finished' | 'otherAddress' | 'unselected';
}
