/** Object metadata and references. */

export type Labels = Readonly<Record<string, string>>;

export type IPFamily = 'IPv4' | 'IPv6';

export interface Ref {
  kind: string;
  namespace: string;
  name: string;
}

/** The path from an object to one of its fields. */
export type FieldPath = readonly (string | number)[];

/** The position of a manifest in the input. */
export interface ManifestPlace {
  file: string;
  /** The line of a field, from 1; for an absent field, that of its deepest ancestor present. */
  lineOf(path: FieldPath): number;
}

export interface OwnerRef {
  kind: string;
  name: string;
  uid: string;
}

export interface Meta {
  namespace: string;
  name: string;
  /** Empty for a manifest. */
  uid: string;
  labels: Labels;
  /** The creationTimestamp. */
  created: string | null;
  /** The deletionTimestamp: the object is terminating. */
  deleted: string | null;
  /** The latest time in managedFields, else the creationTimestamp. */
  changed: string | null;
  owners: readonly OwnerRef[];
  /** The owner with `controller: true`, or null (metav1.GetControllerOf). */
  controllerRef: OwnerRef | null;
  /** Null for objects of a cluster, live or recorded. */
  place: ManifestPlace | null;
}
