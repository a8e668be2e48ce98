export type Labels = Readonly<Record<string, string>>;

export type IPFamily = 'IPv4' | 'IPv6';

export interface Ref {
  kind: string;
  namespace: string;
  name: string;
}

/** The way from an object down to one of its fields. */
export type FieldPath = readonly (string | number)[];

/** Where a manifest stands in the input; null for what a cluster holds, recorded or read from it. */
export interface ManifestPlace {
  file: string;
  /** The line of a field, counted from 1; of the deepest one above it that is written, where it is not. */
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
  /** Empty for a manifest: an object that no API server has accepted yet. */
  uid: string;
  labels: Labels;
  created: string | null;
  deleted: string | null;
  /** When a client last wrote it, where the server says so; else when it was created. */
  changed: string | null;
  owners: readonly OwnerRef[];
  /** The owner that looks after it; null: nobody does (metav1.GetControllerOf). */
  controllerRef: OwnerRef | null;
  place: ManifestPlace | null;
}
