import { UserError } from '../model/errors.ts';
import type { Kind } from '../model/objects/kinds.ts';

/** The kinds with a list of their own; a Workload is any of several, an APIGroup no object at all, others are for files. */
export type Listable = Exclude<Kind, 'Workload' | 'APIGroup' | 'CustomResource' | 'Role' | 'RoleBinding'>;

/** Where the API has each kind. */
export const RESOURCES: Record<Listable, Resource> = {
  Service: { prefix: '/api/v1', plural: 'services', apiVersion: 'v1', kind: 'Service' },
  Endpoints: { prefix: '/api/v1', plural: 'endpoints', apiVersion: 'v1', kind: 'Endpoints' },
  Pod: { prefix: '/api/v1', plural: 'pods', apiVersion: 'v1', kind: 'Pod' },
  Node: { prefix: '/api/v1', plural: 'nodes', apiVersion: 'v1', kind: 'Node' },
  Event: { prefix: '/api/v1', plural: 'events', apiVersion: 'v1', kind: 'Event' },
  EndpointSlice: {
    prefix: '/apis/discovery.k8s.io/v1',
    plural: 'endpointslices',
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
  },
  NetworkPolicy: networking('NetworkPolicy', 'networkpolicies'),
  Ingress: networking('Ingress', 'ingresses'),
  IngressClass: networking('IngressClass', 'ingressclasses'),
};

/** No objects of it are joined. */
export const NAMESPACES: Resource = {
  prefix: '/api/v1',
  plural: 'namespaces',
  apiVersion: 'v1',
  kind: 'Namespace',
};

function networking(kind: string, plural: string): Resource {
  return { prefix: '/apis/networking.k8s.io/v1', plural, apiVersion: 'networking.k8s.io/v1', kind };
}

const apps = (kind: string, plural: string): Resource => ({
  prefix: '/apis/apps/v1',
  plural,
  apiVersion: 'apps/v1',
  kind,
});
const batch = (kind: string, plural: string): Resource => ({
  prefix: '/apis/batch/v1',
  plural,
  apiVersion: 'batch/v1',
  kind,
});

export const WORKLOADS: readonly Resource[] = [
  apps('Deployment', 'deployments'),
  apps('StatefulSet', 'statefulsets'),
  apps('DaemonSet', 'daemonsets'),
  apps('ReplicaSet', 'replicasets'),
  { prefix: '/api/v1', plural: 'replicationcontrollers', apiVersion: 'v1', kind: 'ReplicationController' },
  batch('Job', 'jobs'),
  batch('CronJob', 'cronjobs'),
];

export interface Resource {
  prefix: string;
  plural: string;
  apiVersion: string;
  kind: string;
}

/** @param namespace null for all namespaces, or for a kind that has none */
export function listPath({ prefix, plural }: Resource, namespace: string | null): string {
  return namespace === null
    ? `${prefix}/${plural}`
    : `${prefix}/namespaces/${segment(namespace, 'namespace')}/${plural}`;
}

export function objectPath(resource: Resource, namespace: string | null, name: string): string {
  return `${listPath(resource, namespace)}/${segment(name, 'resource name')}`;
}

/** Half of a surrogate pair has no encoding. @throws {UserError} for what would lead elsewhere, encoded or not */
function segment(name: string, what: string): string {
  const [sign] = /[/%]/.exec(name) ?? [];
  const fault = ['.', '..'].includes(name) ? `be '${name}'` : sign && `contain '${sign}'`;
  if (fault) throw new UserError(`invalid ${what} ${JSON.stringify(name)}: [may not ${fault}]`);
  return encodeURIComponent(name.toWellFormed());
}
