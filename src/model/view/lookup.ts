import type { Ref } from '../objects/meta.ts';
import type { Ingress, IngressPath } from '../objects/networking.ts';
import type { Node } from '../objects/node.ts';
import type { Pod } from '../objects/pod.ts';
import type { Service, ServicePort } from '../objects/service.ts';
import type { Backend, PortView } from './backend.ts';
import type { IngressClassLookup, IngressReference, LabelDifference } from './cluster-view.ts';
import type { NotReadyCause, SelectedPod } from './selected-pod.ts';
import type { ServiceView } from './service-view.ts';

/** A Service related to the subject, with its rows about the subject. */
export interface ServiceLink {
  view: ServiceView;
  /** The Pods of the subject that the selector matches, by name. */
  selected: ReadonlyMap<string, SelectedPod>;
  backends: readonly Backend[];
}

/** The Services of a Pod. */
export interface PodLookup {
  pod: Pod;
  /** Why the Pod is not Ready; null if it is. */
  cause: NotReadyCause | null;
  finished: boolean;
  zone: string | null;
  links: readonly ServiceLink[];
  almostSelectedBy: readonly AlmostSelectingService[];
}

/** A Service whose selector differs from the Pod's labels in one key. */
export interface AlmostSelectingService {
  service: Service;
  difference: LabelDifference;
  /** The number of unfinished Pods that it selects; null: unread. */
  pods: number | null;
}

/** The objects that have an address, and the Services that publish it. */
export interface AddressLookup {
  /** Canonical. */
  address: string;
  links: readonly ServiceLink[];
  /** Unfinished Pods first. */
  pods: readonly { pod: Pod; ready: boolean }[];
  nodes: readonly { node: Node; as: string; ready: boolean }[];
  /** Names of Nodes with this address according to the hostIPs of their Pods, if Nodes are unread. */
  nodeNames: readonly string[];
  services: readonly { service: Service; as: ServiceAddress }[];
  ingresses: readonly Ingress[];
  /** Endpoints and EndpointSlices that list the address but belong to no joined Service. */
  listedIn: readonly Ref[];
  nodePorts: readonly { service: Service; port: ServicePort }[];
}

export type ServiceAddress = 'clusterIP' | 'externalIP' | 'loadBalancer' | 'externalName';

/** The class of an Ingress, and the targets of its paths. */
export interface IngressLookup {
  ingress: Ingress;
  ingressClass: IngressClassLookup;
  paths: readonly { path: IngressPath; to: IngressTarget }[];
}

/** A resolved Ingress backend. */
export interface IngressTarget extends IngressReference {
  /** The joined Service; null if there is none. */
  view: ServiceView | null;
  portView: PortView | null;
}
