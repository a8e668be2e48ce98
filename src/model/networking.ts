import type { Labels, Meta, Path } from './objects.ts';

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

export interface LabelSelector {
  matchLabels: Labels;
  matchExpressions: readonly { key: string; operator: string; values: readonly string[] }[];
}

export interface Ingress extends Meta {
  kind: 'Ingress';
  backends: readonly IngressBackend[];
}

export interface IngressBackend {
  /** `shop.example/cart`, `default backend` */
  where: string;
  service: string;
  /** A Service port by name or number; null where the Ingress gives none. */
  port: string | number | null;
  /** Where the Ingress names them. */
  path: Path;
}
