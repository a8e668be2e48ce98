/** What `-o json` and `-o yaml` print of `describe pod`, `describe ip` and `describe ingress`. */

import type { Status } from './endpoints-report.ts';
import type { IngressClassReport, PathState } from './ingress-report.ts';
import type {
  JsonBackend,
  JsonFinding,
  JsonObject,
  JsonService,
  JsonSkipped,
  JsonSource,
} from './json-report.ts';
import type { Via } from './lookup-report.ts';

export type JsonLookup = JsonPodReport | JsonAddressReport | JsonIngressReport;

/** What stands before the subjects, and what stands behind them. */
export interface JsonLookupHead<Kind extends string> {
  apiVersion: 'kubectl-endpoints/v1';
  kind: Kind;
  source: JsonSource;
}

export interface JsonLookupTail {
  /** Those that concern what was looked up, ordered as in `describe svc`. */
  findings: JsonFinding[];
  skipped: JsonSkipped[];
  /** What was kept from us: it may hold more of an answer. */
  unread: { kind: string; reason: string }[];
}

export interface JsonPodReport extends JsonLookupHead<'PodReport'>, JsonLookupTail {
  pods: JsonPod[];
}

export interface JsonPod {
  namespace: string;
  name: string;
  /** Null where it stands for a Pod that is not there yet. */
  phase: string | null;
  ready: boolean | null;
  /** Why it is not Ready, in a word or two; else empty. */
  podReason: string;
  /** Since when it is Ready, or is not. */
  since: string | null;
  node: string | null;
  zone: string | null;
  hostNetwork: boolean;
  terminating: boolean;
  addresses: readonly string[];
  /** One row for each Service port and address of the Pod. */
  services: JsonLookupRow[];
  almostSelectedBy: JsonAlmostSelecting[];
  /** Names of rules, each once. */
  findings: readonly string[];
}

export interface JsonLookupRow extends JsonBackend {
  namespace: string;
  service: string;
  via: Via;
  /** As the Service has it; null for a headless Service without ports. */
  targetPort: number | string | null;
}

/** A Service whose selector the Pod's labels miss by one. */
export interface JsonAlmostSelecting {
  namespace: string;
  service: string;
  difference: {
    key: string;
    wanted: string;
    /** Null: the key is missing. */
    has: string | null;
    /** A label under a key of another spelling that looks like the one that is missing. */
    similar: { key: string; value: string } | null;
  };
  /** How many Pods it selects as it is, without finished ones; null: unread. */
  pods: number | null;
}

export interface JsonAddressReport extends JsonLookupHead<'AddressReport'>, JsonLookupTail {
  addresses: JsonAddress[];
}

export interface JsonAddress {
  /** In canonical form: IPv6 as RFC 5952 writes it, an IPv4-mapped address as IPv4. */
  address: string;
  family: 'IPv4' | 'IPv6';
  owners: JsonAddressOwner[];
  /** One row for each Service port that has the address as an endpoint, or should have it. */
  services: JsonLookupRow[];
  /** Endpoints and EndpointSlices that list the address for no row above. */
  listedIn: JsonObject[];
  /** The node ports that a Node with this address answers on. */
  nodePorts: JsonNodePort[];
  /** Names of rules, each once. */
  findings: readonly string[];
}

export interface JsonAddressOwner {
  kind: 'Pod' | 'Node' | 'Service' | 'Ingress';
  namespace: string;
  name: string;
  /** Where the address stands: `podIP`, `InternalIP` (and the other types of a Node's addresses), `clusterIP` … */
  as: string;
  /** Of a Pod or Node; else null. */
  ready: boolean | null;
  /** Of a Service; else null. */
  status: Status | null;
  /** Of a Pod; else null. */
  phase: string | null;
  node: string | null;
  hostNetwork: boolean | null;
}

export interface JsonNodePort {
  namespace: string;
  service: string;
  portName: string;
  protocol: string;
  servicePort: number;
  nodePort: number;
}

export interface JsonIngressReport extends JsonLookupHead<'IngressReport'>, JsonLookupTail {
  ingresses: JsonIngress[];
  /** The Services that they lead to, joined as `describe svc` shows them; each once, by namespace and name. */
  services: JsonService[];
}

export interface JsonIngress {
  namespace: string;
  name: string;
  class: {
    /** Null: no class is named and none is the default. */
    name: string | null;
    /** What names it: `spec.ingressClassName`, the old annotation, or the default of the cluster. */
    source: IngressClassReport['source'];
    /** Null where the IngressClass was not found. */
    controller: string | null;
    /** The IngressClass exists; null: unread. */
    exists: boolean | null;
  };
  /** Of its load balancer: IP addresses and host names. */
  addresses: readonly string[];
  tls: { hosts: readonly string[]; secretName: string }[];
  /** The default backend first, then in the order of the Ingress. */
  paths: JsonIngressPath[];
  /** Names of rules, each once. */
  findings: readonly string[];
}

export interface JsonIngressPath {
  /** Null: any host, or the default backend. */
  host: string | null;
  path: string | null;
  pathType: string | null;
  defaultBackend: boolean;
  /** The backend as the Ingress names it; null where it is a resource. */
  service: string | null;
  port: string | number | null;
  resource: { apiGroup: string; kind: string; name: string } | null;
  /** The port of the Service: to be found in `services[].ports` and `services[].backends`; null where there is none. */
  servicePort: { name: string; port: number; protocol: string; targetPort: number | string } | null;
  state: PathState;
  /** Of that port: Pods (addresses where there is no Pod), once across families; null where nobody can say. */
  routable: number | null;
  backends: number | null;
}
