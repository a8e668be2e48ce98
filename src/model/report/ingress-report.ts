import type { Finding, ServiceReport } from './endpoints-report.ts';
import type { LookupReport } from './lookup-report.ts';

/** The report of `describe ingress`: for each host and path, the Service port and its backends. */
export interface IngressReport extends LookupReport {
  kind: 'IngressReport';
  ingresses: IngressEntry[];
  /** The backend Services as `describe svc` shows them, without duplicates, by namespace and name. */
  services: ServiceReport[];
}

export interface IngressEntry {
  namespace: string;
  name: string;
  class: IngressClassReport;
  /** IP addresses and host names of its load balancer. */
  addresses: readonly string[];
  tls: readonly { hosts: readonly string[]; secretName: string }[];
  /** The default backend first, then in the order of the Ingress. */
  paths: IngressPathReport[];
  /** Names of rules, without duplicates. */
  findings: string[];
  /** For text only: the findings in full. */
  shownFindings: Finding[];
}

export type ClassOrigin = 'spec' | 'annotation' | 'default' | 'none';

export interface IngressClassReport {
  /** Null: the Ingress names no class and there is no default. */
  name: string | null;
  /** `spec.ingressClassName`, the annotation kubernetes.io/ingress.class, or the default of the cluster. */
  source: ClassOrigin;
  /** Null if the IngressClass was not found. */
  controller: string | null;
  /** Whether the IngressClass exists; null: unread. */
  exists: boolean | null;
}

/**
 * The fate of a request. `routed`: the port has a routable backend; `notRouted`: it has none; `externalName`: the
 * Service is a DNS alias; `resource`: the backend is a resource that only the Ingress controller understands.
 */
export type PathState =
  | 'routed'
  | 'notRouted'
  | 'externalName'
  | 'serviceMissing'
  | 'portMissing'
  | 'resource'
  | 'unknown';

export interface IngressPathReport {
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
