import type { Ref } from '../objects/meta.ts';
import type { Ingress, IngressClass, IngressPath } from '../objects/networking.ts';
import type { Node } from '../objects/node.ts';
import type { Pod } from '../objects/pod.ts';
import type { Service, ServicePort } from '../objects/service.ts';
import type { Backend, PortView } from './backend.ts';
import type { IngressReference, LabelDifference } from './cluster-view.ts';
import type { NotReadyCause, SelectedPod } from './selected-pod.ts';
import type { ServiceView } from './service-view.ts';

/** A Service and its rows that are about what was looked up. */
export interface ServiceLink {
  view: ServiceView;
  /** By name, the Pods that it is about and that its selector matches. */
  selected: ReadonlyMap<string, SelectedPod>;
  backends: readonly Backend[];
}

export interface PodLookup {
  pod: Pod;
  /** Why it is not Ready; null where it is. */
  cause: NotReadyCause | null;
  finished: boolean;
  zone: string | null;
  links: readonly ServiceLink[];
  almostSelectedBy: readonly AlmostSelectingService[];
}

/** A Service whose selector misses the Pod by one label. */
export interface AlmostSelectingService {
  service: Service;
  difference: LabelDifference;
  /** How many Pods it selects that are not finished; null: unread. */
  pods: number | null;
}

export interface AddressLookup {
  /** In canonical form. */
  address: string;
  links: readonly ServiceLink[];
  /** Those that are not finished first. */
  pods: readonly { pod: Pod; ready: boolean }[];
  nodes: readonly { node: Node; as: string; ready: boolean }[];
  /** The Nodes on which some Pod says that it is, at this address, where the Nodes themselves are unread. */
  nodeNames: readonly string[];
  services: readonly { service: Service; as: ServiceAddress }[];
  ingresses: readonly Ingress[];
  /** Endpoints and EndpointSlices that list it for no Service that was joined. */
  listedIn: readonly Ref[];
  nodePorts: readonly { service: Service; port: ServicePort }[];
}

export type ServiceAddress = 'clusterIP' | 'externalIP' | 'loadBalancer' | 'externalName';

export interface IngressLookup {
  ingress: Ingress;
  ingressClass: IngressClassLookup;
  paths: readonly { path: IngressPath; to: IngressTarget }[];
}

export interface IngressClassLookup {
  /** Null: none is named, and none is the default. */
  name: string | null;
  source: 'spec' | 'annotation' | 'default' | 'none';
  /** Null where nobody can say whether there is one. */
  found: IngressClass | 'absent' | null;
}

/** What a backend of an Ingress names, and where it leads. */
export interface IngressTarget extends IngressReference {
  /** The joined Service and its port. */
  view: ServiceView | null;
  portView: PortView | null;
}
