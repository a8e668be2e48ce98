import type { Endpoint } from '../objects/endpoints.ts';
import type { Pod } from '../objects/pod.ts';
import type { ServicePort } from '../objects/service.ts';
import type { EndpointsState, SliceState } from '../report/endpoints-report.ts';
import type { EndpointFault } from './slice-view.ts';

/** A Service port with the counts of its backends. */
export interface PortView {
  readonly port: ServicePort | null;
  /** The number of live Pods that resolve its targetPort. */
  readonly resolvedBy: number;
  /** Counts of Pods (of addresses without a Pod), each once across IP families. */
  readonly backends: number;
  readonly routable: number;
  /** A ready endpoint is routable; terminating endpoints and those with a fault do not count. */
  readonly ready: boolean;
}

/** One row of the join: an address, or a Pod without one, behind a Service port. */
export interface Backend {
  readonly port: ServicePort | null;
  /** Null: a Pod that lacks the address it should have. */
  readonly address: string | null;
  /** The resolved target port; null if unresolved. */
  readonly number: number | null;
  readonly pod: Pod | null;
  /** The Pod's name in the targetRef, even if that Pod was not read. */
  readonly podName: string | null;
  readonly nodeName: string | null;
  readonly zone: string | null;
  readonly podReady: boolean | null;
  readonly podReason: string;
  readonly endpoints: EndpointsState;
  readonly slice: SliceState;
  /** The endpoint or the Pod is terminating. */
  readonly terminating: boolean;
  readonly sliceName: string | null;
  /** Whether kube-proxy (for a headless Service: DNS) sends new connections here; null: unknown. */
  readonly routable: boolean | null;
  /** The zones and Nodes whose clients are routed here, where kube-proxy follows the topology hints; else null. */
  readonly hints: Endpoint['hints'];
  /** Why connections to it fail, though kube-proxy may choose it. */
  readonly fault: EndpointFault | null;
}
