/** What was read, indexed: where the join and the rules look things up. */

import type { CustomResource } from '../objects/custom-resource.ts';
import type { EndpointSlice, Endpoints } from '../objects/endpoints.ts';
import type { Event } from '../objects/event.ts';
import type { Kind, Objects } from '../objects/kinds.ts';
import type { Labels } from '../objects/meta.ts';
import type { Ingress, IngressBackend, IsolatingPolicy } from '../objects/networking.ts';
import type { Node } from '../objects/node.ts';
import type { Container, Pod } from '../objects/pod.ts';
import type { Service, ServicePort } from '../objects/service.ts';
import type { Workload } from '../objects/workload.ts';

/** The kinds that are looked up by name. */
export type NamedKind = 'Service' | 'Pod' | 'Node';

/** Indexed look-ups into everything that was read. A rule asks these, never the raw lists. */
export interface ClusterView {
  live: boolean;
  /** The server's clock, in milliseconds since 1970; null for files. */
  now: number | null;
  /** Why a kind could not be read in a namespace; null when it was, or was not asked for. */
  unread(kind: Kind, namespace: string): string | null;
  /** Every object of the kind in the namespace was read, so what is not there does not exist. */
  isFullyRead(kind: Kind, namespace: string): boolean;
  /** Of these kinds, what could not be read somewhere, and why. */
  unreadKinds(kinds: readonly Kind[]): readonly { kind: Kind; reason: string }[];
  /** What has the labels that were asked for, as "namespace/name"; null: no labels were asked for. */
  labelled: ReadonlySet<string> | null;
  /** An object by name; `unread` where nobody can say whether it exists. */
  find<K extends NamedKind>(kind: K, namespace: string, name: string): Objects[K] | 'absent' | 'unread';
  /** Every object of the kind that was read, by namespace and name. */
  all<K extends Kind>(kind: K): readonly Objects[K][];
  /** The Nodes that ordinary Pods can run on: Ready, not cordoned, no taint that keeps them away. */
  nodesForPods: readonly Node[];
  /** Namespaces of which everything is in scope, not Services alone. */
  namespaces: readonly string[];
  endpointsIn(namespace: string): readonly Endpoints[];
  ingressesIn(namespace: string): readonly Ingress[];
  /** What the backend of an Ingress names. */
  ingressTarget(namespace: string, backend: IngressBackend | null): IngressReference;
  /** The NetworkPolicies that isolate a Pod for ingress. */
  policiesOn(pod: Pod): readonly IsolatingPolicy[];
  /** The groups of the API that the server has, where they were read. */
  apiGroups: readonly string[];
  endpointsOf(service: Service): Endpoints | null;
  /** The EndpointSlice controller looks a named targetPort up in sidecars too: since 1.33. */
  countsSidecars: boolean;
  /** The container ports of a Pod, in the order in which a named targetPort is looked up. */
  declaredPorts(pod: Pod): readonly DeclaredPort[];
  slicesOf(service: Service): readonly EndpointSlice[];
  /** Pods with all these labels. */
  podsWith(namespace: string, labels: Labels): readonly Pod[];
  podsIn(namespace: string): readonly Pod[];
  /** The namespaces of which a Pod with all these labels was read. */
  namespacesWith(labels: Labels): readonly string[];
  /** Those whose Pod template has all these labels. */
  workloadsWith(namespace: string, labels: Labels): readonly Workload[];
  workload(namespace: string, kind: string, name: string): Workload | null;
  /** What comes nearest to the selector in the namespace, best first. */
  nearestMatches(namespace: string, selector: Labels): readonly NearMatch[];
  slicesIn(namespace: string): readonly EndpointSlice[];
  /** Slices with endpoints, without the label that names their Service. */
  unlabelledSlicesIn(namespace: string): readonly EndpointSlice[];
  customResourcesIn(namespace: string): readonly CustomResource[];
  /** The workloads whose ServiceAccount may label Pods, by what the input has of RBAC. */
  labelersIn(namespace: string): readonly Workload[];
  eventsAbout(kind: string, namespace: string, name: string): readonly Event[];
}

/** A port that a container declares. */
export interface DeclaredPort {
  name: string;
  port: number;
  protocol: string;
  container: string;
  role: Container['role'];
  /** A targetPort may name it. */
  resolves: boolean;
}

/** The Service and the port that a backend of an Ingress names. */
export interface IngressReference {
  /** Null: it names none, or one that only its controller knows. */
  service: Service | 'absent' | 'unread' | null;
  /** Null: it names none, or the Service is not known. */
  port: ServicePort | 'absent' | null;
}

/** A Pod or Pod template that a selector almost matches. */
export interface NearMatch {
  kind: string;
  name: string;
  differences: readonly LabelDifference[];
  /** How many more Pods have the same differences. */
  otherPods: number;
  /** Near enough to be what was meant: most pairs are equal, or the values differ by a typing error. */
  close: boolean;
}

export interface LabelDifference {
  key: string;
  wanted: string;
  /** Null: the key is missing. */
  has: string | null;
  /** A label under a key of another spelling that looks like the one that is missing. */
  similar: { key: string; value: string } | null;
}
