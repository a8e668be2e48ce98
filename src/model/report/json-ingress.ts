import type { ClassOrigin, PathState } from './ingress-report.ts';
import type { JsonUnread } from './json-lookup.ts';
import type { JsonFinding, JsonService, JsonSkipped, JsonSource } from './json-report.ts';

/** The JSON and YAML output of `describe ingress`. */
export interface JsonIngressReport {
  apiVersion: 'kubectl-endpoints/v1';
  kind: 'IngressReport';
  source: JsonSource;
  ingresses: JsonIngress[];
  /** The backend Services as `describe svc` shows them, without duplicates, by namespace and name. */
  services: JsonService[];
  /** The findings about the Ingresses and their Services, by severity, namespace, Service, name and subject. */
  findings: JsonFinding[];
  skipped: JsonSkipped[];
  unread: JsonUnread[];
}

export interface JsonIngress {
  namespace: string;
  name: string;
  class: JsonIngressClass;
  /** IP addresses and host names of its load balancer. */
  loadBalancerIngress: readonly string[];
  tls: JsonTls[];
  /** The default backend first, then in the order of the Ingress. */
  paths: JsonIngressPath[];
  findingNames: readonly string[];
}

export interface JsonIngressClass {
  /** Null: the Ingress names no class and there is no default. */
  name: string | null;
  /** `spec.ingressClassName`, the annotation kubernetes.io/ingress.class, or the default of the cluster. */
  origin: ClassOrigin;
  /** Null if the IngressClass was not found. */
  controller: string | null;
  /** Whether the IngressClass exists; null: unread. */
  exists: boolean | null;
}

export interface JsonTls {
  hosts: readonly string[];
  secretName: string;
}

export interface JsonIngressPath {
  /** Null for any host and for the default backend. */
  host: string | null;
  path: string | null;
  pathType: string | null;
  defaultBackend: boolean;
  /** The backend Service; null for a resource backend. */
  service: string | null;
  /** The port as the Ingress writes it, by name or number. */
  backendPort: string | number | null;
  resource: JsonResource | null;
  /** The name of the port as in `services[].ports`; null if the Service lacks the port. */
  portName: string | null;
  protocol: string | null;
  servicePort: number | null;
  targetPort: number | string | null;
  /** The fate of a request. */
  state: PathState;
  readyCount: number | null;
  backendCount: number | null;
}

export interface JsonResource {
  apiGroup: string;
  kind: string;
  name: string;
}
