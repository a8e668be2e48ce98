import type { Kind, Objects } from './objects/kinds.ts';
import type { Labels, Ref } from './objects/meta.ts';

/** What a command wants to see. */
export interface Query {
  /** Null: all namespaces. */
  namespace: string | null;
  /** Empty: all Services in scope. */
  names: readonly string[];
  /** A single name that no Service has is taken as the beginning of names, as kubectl describe does. */
  byPrefix?: boolean;
  /** A label selector in kubectl's syntax, or empty. */
  selector: string;
  /** What is looked up instead of Services, of which all in scope are then read. */
  subject?: LookupSubject;
}

export interface LookupSubject {
  kind: 'Pod' | 'Ingress' | 'address';
  /** Empty: all in scope. */
  names: readonly string[];
  selector: string;
}

export type SnapshotOrigin = { context: string; server: string } | { files: readonly string[] };

/**
 * How far a kind was read. `all`: every object of the namespace; `selected`: what the Services in scope
 * need by themselves; `unread`: kept from us, and the reason why. A kind without a Reading was not asked for.
 */
export interface Reading {
  kind: Kind;
  /** Null: all namespaces, or the kind has none. */
  namespace: string | null;
  extent: 'all' | 'selected' | 'unread';
  /** Why it is unread, in the API server's words; else empty. */
  reason: string;
}

/** Everything that was read, once, before anything is judged. */
export interface ClusterSnapshot {
  source: SnapshotOrigin;
  /** Read from a server: a claim that a controller lags may be checked again. */
  live: boolean;
  /** The server's clock when it answered; null for files. */
  time: string | null;
  objects: { [K in Kind]: readonly Objects[K][] };
  readings: readonly Reading[];
  /** What was asked for by name and does not exist. */
  absent: readonly Ref[];
  /** The Services that the query asked for, as "namespace/name"; the others are there to be looked up. */
  inScope: ReadonlySet<string>;
  /** The subjects that have the labels asked for, as "namespace/name"; absent: no labels were asked for. */
  labelled?: ReadonlySet<string>;
  /** Namespaces that are in scope as a whole: what belongs to none of their Services is judged too. */
  namespaces: readonly string[];
}

/** What findings need so that they can say why. */
export interface EvidenceRequest {
  /** Kinds by namespace. */
  kinds: ReadonlyMap<string, ReadonlySet<Kind>>;
  /** The Services that the findings are about, as "namespace/name". */
  services: ReadonlySet<string>;
  /** Selectors that match nothing where they should: what they match elsewhere. */
  selectors: readonly Labels[];
}
