import type { Labels, Meta } from './meta.ts';

/** An object of a custom kind; read from files only. */
export interface CustomResource extends Meta {
  kind: 'CustomResource';
  /** The kind in the API: `Prometheus`. */
  type: string;
  /** Its fields suggest that its controller creates Pods. */
  runsPods: boolean;
  /**
   * The namespaces in which it has something installed that the input does not show, such as a HelmRelease; `all`: any.
   */
  installsIn: readonly string[] | 'all';
  /** A network policy of another API: the labels of the Pods that it is about, as far as they are known. */
  policyOn: { clusterWide: boolean; labels: Labels } | null;
}

/** A Role, or with `clusterWide` a ClusterRole; read from files only. */
export interface Role extends Meta {
  kind: 'Role';
  clusterWide: boolean;
  /** It permits updating or patching Pods, and so their labels. */
  labelsPods: boolean;
  /** It permits creating Pods, or workloads that have Pods. */
  createsPods: boolean;
}

/** A RoleBinding, or with `clusterWide` a ClusterRoleBinding; read from files only. */
export interface RoleBinding extends Meta {
  kind: 'RoleBinding';
  clusterWide: boolean;
  role: { clusterWide: boolean; name: string };
  serviceAccounts: readonly { namespace: string; name: string }[];
}
