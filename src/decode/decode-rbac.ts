/** Decodes the part of RBAC that says which ServiceAccounts may label or create Pods. */
import type { V1ClusterRole, V1RoleBinding } from '@kubernetes/client-node';
import type { Role, RoleBinding } from '../model/objects/custom-resource.ts';
import type { ManifestPlace } from '../model/objects/meta.ts';
import { decodeMeta, type RawObject } from './decode-meta.ts';
import { list, type Raw, text, texts } from './json/json-values.ts';

/** Pods, and the workloads that have them. */
const MAKE_PODS = ['pods', 'deployments', 'statefulsets', 'daemonsets', 'replicasets', 'jobs'];
const GROUPS = ['', 'apps', 'batch'];

export function decodeRole(
  raw: RawObject & Raw<V1ClusterRole>,
  namespace: string,
  place: ManifestPlace | null,
): Role {
  const clusterWide = raw.kind === 'ClusterRole';
  const admits = (allowed: readonly string[], wanted: readonly string[]) =>
    allowed.some((item) => item === '*' || wanted.includes(item));
  const permits = (wanted: readonly string[], actions: readonly string[]) =>
    list(raw.rules).some(
      ({ apiGroups, resources, verbs }) =>
        admits(texts(apiGroups), GROUPS) && admits(texts(resources), wanted) && admits(texts(verbs), actions),
    );
  return {
    kind: 'Role',
    clusterWide,
    labelsPods: permits(['pods'], ['patch', 'update']),
    createsPods: permits(MAKE_PODS, ['create']),
    ...decodeMeta(raw, clusterWide ? null : namespace, place),
  };
}

export function decodeRoleBinding(
  raw: RawObject & Raw<V1RoleBinding>,
  fallback: string,
  place: ManifestPlace | null,
): RoleBinding {
  const clusterWide = raw.kind === 'ClusterRoleBinding';
  const own = decodeMeta(raw, clusterWide ? null : fallback, place);
  return {
    kind: 'RoleBinding',
    clusterWide,
    role: { clusterWide: raw.roleRef?.kind === 'ClusterRole', name: text(raw.roleRef?.name) },
    serviceAccounts: list(raw.subjects)
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ namespace, name }) => ({ namespace: text(namespace) || own.namespace, name: text(name) })),
    ...own,
  };
}
