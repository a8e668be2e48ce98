import type { FieldPath, Labels, Meta } from './meta.ts';

/** What isolates Pods for ingress traffic; policies for egress alone are not kept. */
export interface NetworkPolicy extends Meta {
  kind: 'NetworkPolicy';
  podSelector: LabelSelector;
  isolatesIngress: boolean;
  /** One entry a rule: the ports that it admits somebody to; empty: all ports. */
  ingress: readonly (readonly PolicyPort[])[];
}

export interface PolicyPort {
  protocol: string;
  /** A number, a container port's name, or null for all ports of the protocol. */
  port: number | string | null;
  endPort: number | null;
}

/** The ports that a NetworkPolicy admits somebody to. */
export interface AdmittedPorts {
  hasNumber(protocol: string, number: number): boolean;
  /** By the name of a container port. */
  hasName(protocol: string, name: string): boolean;
}

/** A NetworkPolicy that isolates a Pod. */
export interface IsolatingPolicy {
  policy: NetworkPolicy;
  admittedPorts: AdmittedPorts;
}

export interface LabelSelector {
  matchLabels: Labels;
  matchExpressions: readonly { key: string; operator: string; values: readonly string[] }[];
}

export interface Ingress extends Meta {
  kind: 'Ingress';
  /** The backends that are Services. */
  backends: readonly IngressBackend[];
  /** `spec.ingressClassName`, else the annotation that there was before; null: neither. */
  className: { name: string; source: 'spec' | 'annotation' } | null;
  /** The default backend first. */
  paths: readonly IngressPath[];
  tls: readonly { hosts: readonly string[]; secretName: string }[];
  /** Of its load balancer. */
  addresses: readonly string[];
}

export interface IngressPath {
  /** Empty for any host, or the default backend. */
  host: string;
  path: string;
  pathType: string;
  defaultBackend: boolean;
  /** Null where the backend is a resource, or nothing at all. */
  backend: IngressBackend | null;
  resource: { apiGroup: string; kind: string; name: string } | null;
}

export interface IngressClass extends Meta {
  kind: 'IngressClass';
  controller: string;
  /** For an Ingress that names no class. */
  isDefault: boolean;
}

export interface IngressBackend {
  /** `shop.example/cart`, `default backend` */
  where: string;
  service: string;
  /** A Service port by name or number; null where the Ingress gives none. */
  port: string | number | null;
  /** Where the Ingress names them. */
  path: FieldPath;
}
