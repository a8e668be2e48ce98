import type { Finding, ServiceReport } from './endpoints-report.ts';
import type { LookupReport } from './lookup-report.ts';

/** What `describe ingress` shows: host and path, the Service port that they lead to, and what stands behind it. */
export interface IngressReport extends LookupReport {
  kind: 'IngressReport';
  ingresses: IngressEntry[];
  /** The Services that they lead to, joined as `describe svc` shows them; each once, by namespace and name. */
  services: ServiceReport[];
}

export interface IngressEntry {
  namespace: string;
  name: string;
  class: IngressClassReport;
  /** Of its load balancer: IP addresses and host names. */
  addresses: readonly string[];
  tls: readonly { hosts: readonly string[]; secretName: string }[];
  /** The default backend first, then in the order of the Ingress. */
  paths: IngressPathReport[];
  /** Names of rules, each once. */
  findings: string[];
  /** For text only. */
  shownFindings: Finding[];
}

export interface IngressClassReport {
  /** Null: no class is named and none is the default. */
  name: string | null;
  /** What names it: `spec.ingressClassName`, the old annotation, or the default of the cluster. */
  source: 'spec' | 'annotation' | 'default' | 'none';
  /** Null where the IngressClass was not found. */
  controller: string | null;
  /** The IngressClass exists; null: unread. */
  exists: boolean | null;
}

/**
 * What becomes of a request. `routed`: some backend of the port gets it; `notRouted`: none does; `externalName`: the
 * Service is a name in DNS; `resource`: the backend is no Service, and nobody but its controller knows it.
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
