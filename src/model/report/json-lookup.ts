/** The JSON and YAML output of `describe pod`, `describe ip` and `describe ingress`. */

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

/** The keys before the subjects. */
export interface JsonLookupHead<Kind extends string> {
  apiVersion: 'kubectl-endpoints/v1';
  kind: Kind;
  source: JsonSource;
}

/** The keys after the subjects. */
export interface JsonLookupTail {
  /** The findings about the subjects, ordered as in `describe svc`. */
  findings: JsonFinding[];
  skipped: JsonSkipped[];
  /** Kinds that could not be read, so the result may be incomplete. */
  unread: { kind: string; reason: string }[];
}

interface JsonPodReport extends JsonLookupHead<'PodReport'>, JsonLookupTail {
  pods: JsonPod[];
}

export interface JsonPod {
  namespace: string;
  name: string;
  /** Null for a Pod template. */
  phase: string | null;
  ready: boolean | null;
  /** Why the Pod is not Ready, in a word or two; else empty. */
  podReason: string;
  /** The lastTransitionTime of the Ready condition. */
  since: string | null;
  node: string | null;
  zone: string | null;
  hostNetwork: boolean;
  terminating: boolean;
  addresses: readonly string[];
  /** One row for each Service port and address of the Pod. */
  services: JsonLookupRow[];
  almostSelectedBy: JsonAlmostSelecting[];
  /** Names of rules, without duplicates. */
  findings: readonly string[];
}

export interface JsonLookupRow extends JsonBackend {
  namespace: string;
  service: string;
  via: Via;
  /** The Service's targetPort; null for a headless Service without ports. */
  targetPort: number | string | null;
}

/** A Service whose selector differs from the Pod's labels in one key. */
export interface JsonAlmostSelecting {
  namespace: string;
  service: string;
  difference: {
    key: string;
    wanted: string;
    /** Null: the Pod lacks the key. */
    has: string | null;
    /** A label whose key is spelled like the missing one. */
    similar: { key: string; value: string } | null;
  };
  /** The number of unfinished Pods that it selects; null: unread. */
  pods: number | null;
}

interface JsonAddressReport extends JsonLookupHead<'AddressReport'>, JsonLookupTail {
  addresses: JsonAddress[];
}

export interface JsonAddress {
  /** Canonical: IPv6 as in RFC 5952, an IPv4-mapped address as IPv4. */
  address: string;
  family: 'IPv4' | 'IPv6';
  owners: JsonAddressOwner[];
  /** One row for each Service port of which the address is, or should be, an endpoint. */
  services: JsonLookupRow[];
  /** Endpoints and EndpointSlices that list the address but belong to no row of `services`. */
  listedIn: JsonObject[];
  /** The node ports of a Node with this address. */
  nodePorts: JsonNodePort[];
  /** Names of rules, without duplicates. */
  findings: readonly string[];
}

export interface JsonAddressOwner {
  kind: 'Pod' | 'Node' | 'Service' | 'Ingress';
  namespace: string;
  name: string;
  /** The field with the address: `podIP`, `clusterIP` …; for a Node the type: `InternalIP` …. */
  as: string;
  /** For a Pod or Node; else null. */
  ready: boolean | null;
  /** For a Service; else null. */
  status: Status | null;
  /** For a Pod; else null. */
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

interface JsonIngressReport extends JsonLookupHead<'IngressReport'>, JsonLookupTail {
  ingresses: JsonIngress[];
  /** The backend Services as `describe svc` shows them, without duplicates, by namespace and name. */
  services: JsonService[];
}

export interface JsonIngress {
  namespace: string;
  name: string;
  class: {
    /** Null: the Ingress names no class and there is no default. */
    name: string | null;
    /** `spec.ingressClassName`, the annotation kubernetes.io/ingress.class, or the default of the cluster. */
    source: IngressClassReport['source'];
    /** Null if the IngressClass was not found. */
    controller: string | null;
    /** Whether the IngressClass exists; null: unread. */
    exists: boolean | null;
  };
  /** IP addresses and host names of its load balancer. */
  addresses: readonly string[];
  tls: { hosts: readonly string[]; secretName: string }[];
  /** The default backend first, then in the order of the Ingress. */
  paths: JsonIngressPath[];
  /** Names of rules, without duplicates. */
  findings: readonly string[];
}

export interface JsonIngressPath {
  /** Null for any host and for the default backend. */
  host: string | null;
  path: string | null;
  pathType: string | null;
  defaultBackend: boolean;
  /** The backend Service by name; null for a resource backend. */
  service: string | null;
  port: string | number | null;
  resource: { apiGroup: string; kind: string; name: string } | null;
  /** The port as in `services[].ports` and `services[].backends`; null if the Service lacks it. */
  servicePort: { name: string; port: number; protocol: string; targetPort: number | string } | null;
  state: PathState;
  /** Counts of the port: Pods (addresses without a Pod), each once across IP families; null if unknown. */
  routable: number | null;
  backends: number | null;
}
