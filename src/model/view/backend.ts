import type { Pod } from '../objects/pod.ts';
import type { ServicePort } from '../objects/service.ts';
import type { EndpointsState, SliceState } from '../report/endpoints-report.ts';

/** A port of a Service and what is counted behind it. */
export interface PortView {
  readonly port: ServicePort | null;
  /** How many of the live Pods resolve its targetPort. */
  readonly resolvedBy: number;
  /** Pods (addresses where there is no Pod) that could and that do get new connections, once across families. */
  readonly backends: number;
  readonly routable: number;
  /** A ready endpoint gets its connections; terminating ones do not count. */
  readonly ready: boolean;
}

export interface Backend {
  readonly port: ServicePort | null;
  /** Null: a Pod that should have an address and has none. */
  readonly address: string | null;
  readonly number: number | null;
  readonly pod: Pod | null;
  /** The name that the endpoint gives its Pod, whether or not that Pod was read. */
  readonly podName: string | null;
  readonly nodeName: string | null;
  readonly zone: string | null;
  readonly podReady: boolean | null;
  readonly podReason: string;
  readonly endpoints: EndpointsState;
  readonly slice: SliceState;
  /** The endpoint, or the Pod, is shutting down. */
  readonly terminating: boolean;
  readonly sliceName: string | null;
  /** Would a conforming proxy (for a headless Service: DNS) send a new connection here? Null: unknown. */
  readonly routable: boolean | null;
}
