/** NetworkPolicy, Ingress and IngressClass. */

import type { FieldPath, Labels, Meta } from './meta.ts';

/** A NetworkPolicy; only its ingress part is kept. */
export interface NetworkPolicy extends Meta {
  kind: 'NetworkPolicy';
  podSelector: LabelSelector;
  isolatesIngress: boolean;
  /** The ports of each rule; an empty entry admits all ports. */
  ingress: readonly (readonly PolicyPort[])[];
  /** The peers of each rule, as in `ingress`; an empty entry admits everyone. */
  peers: readonly (readonly PolicyPeer[])[];
}

export interface PolicyPort {
  protocol: string;
  /** A number, the name of a container port, or null for all ports of the protocol. */
  port: number | string | null;
  endPort: number | null;
}

/** Whom a rule admits. */
export interface PolicyPeer {
  /** Empty unless it is a block of addresses. */
  cidr: string;
  /** Null: all Pods of the namespaces. */
  podSelector: LabelSelector | null;
  /** Null: the policy's own namespace. */
  namespaceSelector: LabelSelector | null;
}

/** The ports that a NetworkPolicy admits from at least one peer. */
export interface AdmittedPorts {
  hasNumber(protocol: string, number: number): boolean;
  /** @param name of a container port */
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
  /** Backends that are Services. */
  backends: readonly IngressBackend[];
  /** `spec.ingressClassName`, else the annotation kubernetes.io/ingress.class; null: neither. */
  className: { name: string; source: 'spec' | 'annotation' } | null;
  /** The default backend first. */
  paths: readonly IngressPath[];
  tls: readonly { hosts: readonly string[]; secretName: string }[];
  /** Addresses of its load balancer. */
  addresses: readonly string[];
}

export interface IngressPath {
  /** Empty for any host and for the default backend. */
  host: string;
  path: string;
  pathType: string;
  defaultBackend: boolean;
  /** Null if the backend is a resource or absent. */
  backend: IngressBackend | null;
  resource: { apiGroup: string; kind: string; name: string } | null;
}

export interface IngressClass extends Meta {
  kind: 'IngressClass';
  controller: string;
  /** It applies to an Ingress without a class. */
  isDefault: boolean;
}

export interface IngressBackend {
  /** The host and path, for messages: `shop.example/cart`, `default backend`. */
  where: string;
  service: string;
  /** A Service port by name or number; null if absent. */
  port: string | number | null;
  /** The path of the backend in the Ingress. */
  path: FieldPath;
}
