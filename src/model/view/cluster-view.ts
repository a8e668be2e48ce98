/** The index of a snapshot that the join and the rules query. */

import type { CustomResource } from '../objects/custom-resource.ts';
import type { EndpointSlice, Endpoints } from '../objects/endpoints.ts';
import type { Event } from '../objects/event.ts';
import type { Kind, Objects } from '../objects/kinds.ts';
import type { Labels, ManifestPlace, Ref } from '../objects/meta.ts';
import type {
  Ingress,
  IngressBackend,
  IngressClass,
  IsolatingPolicy,
  NetworkPolicy,
  PolicyPeer,
} from '../objects/networking.ts';
import type { Node } from '../objects/node.ts';
import type { Container, Pod } from '../objects/pod.ts';
import type { Service, ServicePort } from '../objects/service.ts';
import type { Workload } from '../objects/workload.ts';

/** Kinds that {@link ClusterView.find} looks up by name. */
export type NamedKind = 'Service' | 'Pod' | 'Node';

/** Indexed look-ups in a snapshot. Rules use them instead of the lists. */
export interface ClusterView {
  live: boolean;
  /** The server's clock, in milliseconds since 1970; null for files. */
  now: number | null;
  /** Why a kind could not be read in a namespace; null if it was read or not requested. */
  unread(kind: Kind, namespace: string): string | null;
  /** Every object of the kind in the namespace was read, so a missing object does not exist. */
  isFullyRead(kind: Kind, namespace: string): boolean;
  /** Those of the kinds that could not be read in some namespace, with the reasons. */
  unreadKinds(kinds: readonly Kind[]): readonly { kind: Kind; reason: string }[];
  /** The subjects that match the label selector, as "namespace/name"; null without a selector. */
  labelled: ReadonlySet<string> | null;
  /** An object by name; `unread` if its existence is unknown. */
  find<K extends NamedKind>(kind: K, namespace: string, name: string): Objects[K] | 'absent' | 'unread';
  /** Every object of the kind that was read, sorted by namespace and name. */
  all<K extends Kind>(kind: K): readonly Objects[K][];
  /** Nodes that can run Pods without tolerations: Ready, not cordoned, without a NoSchedule or NoExecute taint. */
  nodesForPods: readonly Node[];
  /** Namespaces fully in scope; the rules about namespaces run on them. */
  namespaces: readonly string[];
  /** The Service that has the address as a cluster IP, as far as Services were read. */
  serviceWithIP(address: string): Service | null;
  /** The unfinished Pods that have the address, as far as Pods were read. */
  podsAt(address: string): readonly Pod[];
  endpointsIn(namespace: string): readonly Endpoints[];
  ingressesIn(namespace: string): readonly Ingress[];
  /** Resolves the backend of an Ingress. */
  ingressTarget(namespace: string, backend: IngressBackend | null): IngressReference;
  ingressClass(ingress: Ingress): IngressClassLookup;
  policiesIn(namespace: string): readonly NetworkPolicy[];
  /** Some Pod or namespace matches the peer of a rule; null: not all that could match was read. */
  matchesPeer(policy: NetworkPolicy, peer: PolicyPeer): boolean | null;
  /** The NetworkPolicies that isolate a Pod for ingress. */
  policiesOn(pod: Pod): readonly IsolatingPolicy[];
  /** API groups of the server; empty if they were not read. */
  apiGroups: readonly string[];
  endpointsOf(service: Service): Endpoints | null;
  /** The EndpointSlice controller also resolves named targetPorts in sidecars: since 1.33. */
  countsSidecars: boolean;
  /** The container ports of a Pod, in the order in which a named targetPort is resolved. */
  declaredPorts(pod: Pod): readonly DeclaredPort[];
  /** Whether containers declare the target ports of Service ports, by the worst of them. */
  declaration(containers: readonly Container[], ports: readonly ServicePort[]): Declaration;
  slicesOf(service: Service): readonly EndpointSlice[];
  /** Pods with all these labels. */
  podsWith(namespace: string, labels: Labels): readonly Pod[];
  podsIn(namespace: string): readonly Pod[];
  /** Namespaces that have a Pod with all these labels. */
  namespacesWith(labels: Labels): readonly string[];
  /** Workloads whose Pod template has all these labels. */
  workloadsWith(namespace: string, labels: Labels): readonly Workload[];
  workloadsIn(namespace: string): readonly Workload[];
  /** Numeric targetPorts of the Services of the namespace. */
  targetNumbersIn(namespace: string): ReadonlySet<number>;
  servicesIn(namespace: string): readonly Service[];
  /** In any namespace. */
  servicesNamed(name: string): readonly Service[];
  workload(namespace: string, kind: string, name: string): Workload | null;
  /** Pods and Pod templates of the namespace that the selector almost matches, best first. */
  nearestMatches(service: Pick<Service, 'namespace' | 'selector' | 'ports'>): readonly NearMatch[];
  /** The label keys in the Pod templates of the namespace; those of Pods stand for templates that were not read. */
  templateKeys(namespace: string): ReadonlySet<string>;
  /** Some of the values that Pods of the namespace have for a label key. */
  labelValues(namespace: string, key: string): readonly string[];
  /** A Service of the namespace has the label in its selector. */
  isSelectedLabel(namespace: string, key: string, value: string): boolean;
  /** Ready Pods that miss the selector of the Service by one label. */
  nearlySelected(service: Service): readonly NearlySelected[];
  slicesIn(namespace: string): readonly EndpointSlice[];
  /** Slices with endpoints but without the label kubernetes.io/service-name. */
  unlabelledSlicesIn(namespace: string): readonly EndpointSlice[];
  customResourcesIn(namespace: string): readonly CustomResource[];
  /** Network policies of other APIs in manifests that are about a Pod. */
  otherPoliciesOn(pod: Pod): readonly CustomResource[];
  /** Workloads whose ServiceAccount may label Pods, according to the RBAC objects of the input. */
  labelersIn(namespace: string): readonly Workload[];
  /** Manifests: why a namespace may have Pods and Services that the input lacks; null: nothing shows that it has. */
  missingPart(namespace: string): MissingPart | null;
  /** Workloads with one of these labels of which the input has only a patch, or that no server takes. */
  leftOutWith(namespace: string, labels: Labels): readonly Workload[];
  /** Why there may be Pods with these labels all the same: a manifest of them could not be read; null: none is unread. */
  unreadPods(service: Service): string | null;
  /** Why a manifest beside the place may have an object of the kind: it does not parse; null: there is none such. */
  unparsedBeside(place: ManifestPlace | null, kind: Kind): string | null;
  /** The kustomization in the directory of a manifest; null: none. */
  kustomizationBeside(place: ManifestPlace | null): string | null;
  /** The namespace of manifests that name none; null for a cluster. */
  defaultNamespace: string | null;
  /** What may make the Service of an Ingress backend that manifests lack; null: it exists, or is missing. */
  serviceSource(ingress: Ingress, backend: IngressBackend): MissingPart | null;
  /** For manifests: the namespace that has a Service of the name, where only one of the two names its namespace. */
  serviceElsewhere(ingress: Ingress, name: string): string | null;
  /** A Service of the namespace is in a manifest that could not be read. */
  hasUnreadService(namespace: string): boolean;
  eventsAbout(kind: string, namespace: string, name: string): readonly Event[];
}

/** Why manifests are only a part of what a namespace has. */
export type MissingPart =
  /** Its controller may create Pods and Services. */
  | { why: 'customResource'; resource: CustomResource }
  /** It installs what the input does not show. */
  | { why: 'installer'; resource: CustomResource }
  /** Its ServiceAccount may create Pods. */
  | { why: 'creator'; workload: Workload }
  /** It may give a Service its selector. */
  | { why: 'kustomization'; file: string }
  | { why: 'noWorkloads' };

/** A port that a container declares. */
export interface DeclaredPort {
  name: string;
  port: number;
  protocol: string;
  container: string;
  role: Container['role'];
  /** A named targetPort can resolve to it. */
  resolves: boolean;
}

/** `undeclared`: a number, and no container declares any port, so that each may be open. */
export type Declaration = 'declared' | 'undeclared' | 'missing';

/** The Service and port of an Ingress backend. */
export interface IngressReference {
  /** Null if the backend is absent or a resource. */
  service: Service | 'absent' | 'unread' | null;
  /** Null if the backend has no port, or the Service was not found. */
  port: ServicePort | 'absent' | null;
}

export interface IngressClassLookup {
  /** Null: the Ingress names no class and there is no default. */
  name: string | null;
  source: 'spec' | 'annotation' | 'default' | 'none';
  /** Null if its existence is unknown. */
  found: IngressClass | 'absent' | null;
}

/** A Pod or Pod template that a selector almost matches. */
export interface NearMatch {
  kind: string;
  name: string;
  differences: readonly LabelDifference[];
  /** The workload whose template has the labels, or one of those of the Pods; null: unknown. */
  workload: Ref | null;
  /** The number of other Pods with the same differences. */
  otherPods: number;
  /** The worst of the ports of the Service; of what is not close they are not compared. */
  ports: Declaration;
  /** Compared from left to right; equal ranks are equally near. */
  rank: readonly number[];
  /** Probably intended: most labels are equal, or the values differ by a typo. */
  close: boolean;
}

/** Ready Pods that a selector misses by one label, which they all have alike. */
export interface NearlySelected {
  difference: LabelDifference;
  pods: readonly Pod[];
}

/** A label of a selector that an object lacks or has with another value. */
export interface LabelDifference {
  key: string;
  wanted: string;
  /** Null: the object lacks the key. */
  has: string | null;
  /** A label whose key is spelled like the missing one, or that has the value under another key. */
  similar: { key: string; value: string } | null;
  /** The letters that are misspelled in the value; 0: only the key, or upper and lower case. Null: it is no typo. */
  typo: number | null;
}
