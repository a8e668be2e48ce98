import type { Kind, Objects } from './objects/kinds.ts';
import type { Labels, Ref } from './objects/meta.ts';
import type { Workload } from './objects/workload.ts';

/** The Services or other objects that a command asks for. */
export interface Query {
  /** Null: all namespaces. */
  namespace: string | null;
  /** Empty: all Services in scope. */
  names: readonly string[];
  /** A single name that matches no Service is a prefix, as in kubectl describe. */
  byPrefix?: boolean;
  /** A label selector in kubectl's syntax, or empty. */
  selector: string;
  /** Objects to look up by; all Services in scope are then read. */
  subject?: LookupSubject;
}

/** The Pods, Ingresses or addresses that `describe` looks up. */
export interface LookupSubject {
  kind: 'Pod' | 'Ingress' | 'address';
  /** Empty: all in scope. */
  names: readonly string[];
  selector: string;
}

export type SnapshotOrigin = { context: string; server: string } | { files: readonly string[] };

/**
 * The extent to which a kind was read. `all`: every object of the namespace; `selected`: only the objects related to
 * the Services in scope; `unread`: RBAC, a missing API or a fault prevented it. A kind without a Reading was not
 * requested.
 */
export interface Reading {
  kind: Kind;
  /** Null: all namespaces, or the kind is cluster-scoped. */
  namespace: string | null;
  extent: 'all' | 'selected' | 'unread';
  /** The API server's message for `unread`; else empty. */
  reason: string;
}

/** All objects that were read, before the join. */
export interface ClusterSnapshot {
  source: SnapshotOrigin;
  /** Read from a server, so a lagging controller may catch up with a second read. */
  live: boolean;
  /** The server's time of the read (ISO 8601); null for files. */
  time: string | null;
  objects: { [K in Kind]: readonly Objects[K][] };
  readings: readonly Reading[];
  /** Objects requested by name that do not exist. */
  absent: readonly Ref[];
  /** The Services of the query, as "namespace/name"; other Services serve only look-ups. */
  inScope: ReadonlySet<string>;
  /** The subjects that match the label selector, as "namespace/name"; absent without a selector. */
  labelled?: ReadonlySet<string>;
  /** Namespaces fully in scope; the rules about namespaces run on them. */
  namespaces: readonly string[];
  /** Null for a cluster. */
  manifests: ManifestInput | null;
}

/** What is known of manifests beside their objects. */
export interface ManifestInput {
  /** The namespace of objects that name none. */
  defaultNamespace: string;
  /** Workloads of which the input has only a patch, or that no server takes as they stand. */
  leftOut: readonly Workload[];
  /** Workloads that could not be read, as far as they are known. */
  unreadWorkloads: readonly { workload: Workload; reason: string }[];
  /** Files of kustomize, which were not built. */
  kustomizations: readonly string[];
  /** Services that could not be read: each may exist. */
  unreadServices: readonly { namespace: string; name: string }[];
  /** Documents that do not parse, and the kinds that they name. */
  unparsed: readonly { kinds: readonly Kind[]; file: string; reason: string }[];
}

/** Additional objects that rules need to explain their findings. */
export interface EvidenceRequest {
  /** Kinds by namespace. */
  kinds: ReadonlyMap<string, ReadonlySet<Kind>>;
  /** The Services of the findings, as "namespace/name". */
  services: ReadonlySet<string>;
  /** Selectors without a match in their namespace, to look for in other namespaces. */
  selectors: readonly Labels[];
}
