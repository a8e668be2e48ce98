/** The API's resources and their URL paths. */
import { UserError } from '../model/errors.ts';
import type { Kind } from '../model/objects/kinds.ts';

/** The kinds with a list resource. A Workload has several, an APIGroup none; the others are read from files only. */
export type Listable = Exclude<Kind, 'Workload' | 'APIGroup' | 'CustomResource' | 'Role' | 'RoleBinding'>;

export const RESOURCES: Record<Listable, Resource> = {
  Service: { prefix: '/api/v1', plural: 'services', apiVersion: 'v1', kind: 'Service' },
  Endpoints: { prefix: '/api/v1', plural: 'endpoints', apiVersion: 'v1', kind: 'Endpoints' },
  Pod: { prefix: '/api/v1', plural: 'pods', apiVersion: 'v1', kind: 'Pod' },
  Node: { prefix: '/api/v1', plural: 'nodes', apiVersion: 'v1', kind: 'Node' },
  Namespace: { prefix: '/api/v1', plural: 'namespaces', apiVersion: 'v1', kind: 'Namespace' },
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

export const WORKLOAD_RESOURCES: readonly Resource[] = [
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

/** @param namespace null for all namespaces, or for a cluster-scoped kind */
export function listPath({ prefix, plural }: Resource, namespace: string | null): string {
  return namespace === null
    ? `${prefix}/${plural}`
    : `${prefix}/namespaces/${pathSegment(namespace, 'namespace')}/${plural}`;
}

export function objectPath(resource: Resource, namespace: string | null, name: string): string {
  return `${listPath(resource, namespace)}/${pathSegment(name, 'resource name')}`;
}

/** Replaces lone surrogates, which cannot be encoded. @throws {UserError} for a name that would change the path */
function pathSegment(name: string, what: string): string {
  const [character] = /[/%]/.exec(name) ?? [];
  const fault = ['.', '..'].includes(name) ? `be '${name}'` : character && `contain '${character}'`;
  if (fault) throw new UserError(`invalid ${what} ${JSON.stringify(name)}: [may not ${fault}]`);
  return encodeURIComponent(name.toWellFormed());
}
