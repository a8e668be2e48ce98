/**
 * The API's objects, cut down to the fields that the join uses: nulls gone, API defaults filled in.
 * reduce/ makes them from raw JSON; nothing behind it ever sees a raw object.
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

/** A group of the API that the server has: `cilium.io`. */
export interface APIGroup extends Meta {
  kind: 'APIGroup';
}

/** The kinds that are read, by the name under which rules say what they need. */
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
  CustomResource: CustomResource;
  Role: Role;
  RoleBinding: RoleBinding;
}

export type Kind = keyof Objects;
export type AnyObject = Objects[Kind];
