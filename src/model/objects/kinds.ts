/**
 * The API objects, reduced to the fields that the join uses, with defaults filled in. decode/ creates them from JSON or
 * protobuf; later stages never see a raw object.
 */

import type { CustomResource, Role, RoleBinding } from './custom-resource.ts';
import type { EndpointSlice, Endpoints } from './endpoints.ts';
import type { Event } from './event.ts';
import type { Meta } from './meta.ts';
import type { Ingress, IngressClass, NetworkPolicy } from './networking.ts';
import type { Node } from './node.ts';
import type { Pod } from './pod.ts';
import type { Service } from './service.ts';
import type { Workload } from './workload.ts';

/** An API group that the server has: `cilium.io`. */
export interface APIGroup extends Meta {
  kind: 'APIGroup';
}

/** A namespace, for the selectors of NetworkPolicies. */
export interface Namespace extends Meta {
  kind: 'Namespace';
}

/** Object types by kind. Rules declare by these names what they need. */
export interface Objects {
  Service: Service;
  Endpoints: Endpoints;
  EndpointSlice: EndpointSlice;
  Pod: Pod;
  Node: Node;
  Workload: Workload;
  Event: Event;
  NetworkPolicy: NetworkPolicy;
  Ingress: Ingress;
  IngressClass: IngressClass;
  APIGroup: APIGroup;
  Namespace: Namespace;
  CustomResource: CustomResource;
  Role: Role;
  RoleBinding: RoleBinding;
}

export type Kind = keyof Objects;
export type AnyObject = Objects[Kind];
