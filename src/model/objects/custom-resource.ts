import type { Meta } from './meta.ts';

/** In files, an object of a kind that is not Kubernetes' own. */
export interface CustomResource extends Meta {
  kind: 'CustomResource';
  /** What it calls its kind: `Prometheus`. */
  type: string;
  /** By its fields, its controller makes Pods. */
  runsPods: boolean;
}

/** In files, a Role, or (`clusterWide`) a ClusterRole. */
export interface Role extends Meta {
  kind: 'Role';
  clusterWide: boolean;
  labelsPods: boolean;
}

/** In files, a RoleBinding, or (`clusterWide`) a ClusterRoleBinding. */
export interface RoleBinding extends Meta {
  kind: 'RoleBinding';
  clusterWide: boolean;
  role: { clusterWide: boolean; name: string };
  serviceAccounts: readonly { namespace: string; name: string }[];
}
