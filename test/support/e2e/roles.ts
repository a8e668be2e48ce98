import type { KubernetesObject } from '@kubernetes/client-node';
import { userKubeconfig } from './kubeconfig.ts';
import type { Namespace } from './namespace.ts';

const API = 'rbac.authorization.k8s.io';
const apiVersion = `${API}/v1`;

/** The resources that the tool reads in a namespace, by API group. */
const READABLE: Record<string, readonly string[]> = {
  '': ['services', 'endpoints', 'pods', 'events', 'replicationcontrollers'],
  'discovery.k8s.io': ['endpointslices'],
  'networking.k8s.io': ['networkpolicies', 'ingresses'],
  apps: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
  batch: ['jobs', 'cronjobs'],
};

export const allExcept =
  (...kept: readonly string[]) =>
  (resource: string) =>
    !kept.includes(resource);

export interface Permissions {
  /** Which of the READABLE resources. */
  reads?: (resource: string) => boolean;
  /** Verbs by resource. */
  writes?: Record<string, readonly string[]>;
  /** Default ClusterRoles to bind in the namespace. */
  clusterRoles?: readonly string[];
  nodes?: boolean;
}

/** Grants a user only these permissions in the namespace. */
export async function grant(namespace: Namespace, permissions: Permissions, name: string): Promise<void> {
  const { reads = () => false, writes = {}, clusterRoles = [], nodes = false } = permissions;
  const subjects = [{ apiGroup: API, kind: 'User', name }];
  const bind = (kind: string, role: string, more: object) =>
    ({ apiVersion, ...more, roleRef: { apiGroup: API, kind, name: role }, subjects }) as KubernetesObject;
  const metadata = { name: `role-${namespace.name}` };
  await namespace.create(
    {
      apiVersion,
      kind: 'Role',
      metadata,
      rules: [...readRules(reads), ...writeRules(writes)],
    } as KubernetesObject,
    bind('Role', metadata.name, { kind: 'RoleBinding', metadata }),
    ...clusterRoles.map((role) =>
      bind('ClusterRole', role, { kind: 'RoleBinding', metadata: { name: role.replaceAll(':', '-') } }),
    ),
  );
  if (!nodes) return;
  const rules = [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list'] }];
  const path = `/apis/${apiVersion}`;
  await namespace.client.request('POST', `${path}/clusterroles`, { metadata, rules });
  await namespace.client.request(
    'POST',
    `${path}/clusterrolebindings`,
    bind('ClusterRole', metadata.name, { metadata }),
  );
}

/** Returns the kubeconfig of a user with these permissions. */
export async function userWith(namespace: Namespace, permissions: Permissions): Promise<string> {
  const name = `user-of-${namespace.name}`;
  await grant(namespace, permissions, name);
  return userKubeconfig(namespace.kubeconfig, name);
}

function readRules(reads: (resource: string) => boolean) {
  return Object.entries(READABLE)
    .map(([group, resources]) => ({
      apiGroups: [group],
      resources: resources.filter(reads),
      verbs: ['get', 'list'],
    }))
    .filter(({ resources }) => resources.length > 0);
}

function writeRules(writes: Record<string, readonly string[]>) {
  return Object.entries(writes).map(([resource, verbs]) => ({
    apiGroups: [resource === 'endpointslices' ? 'discovery.k8s.io' : ''],
    resources: [resource],
    verbs,
  }));
}
