import type { AnyObject } from '../model/objects/kinds.ts';
import type { ManifestPlace } from '../model/objects/meta.ts';
import { customResource } from './decode-custom-resource.ts';
import { endpoints } from './decode-endpoints.ts';
import { endpointSlice } from './decode-endpointslice.ts';
import { event } from './decode-event.ts';
import { ingress, ingressClass } from './decode-ingress.ts';
import { meta, type RawObject } from './decode-meta.ts';
import { networkPolicy } from './decode-networkpolicy.ts';
import { node } from './decode-node.ts';
import { pod } from './decode-pod.ts';
import { role, roleBinding } from './decode-rbac.ts';
import { service } from './decode-service.ts';
import { WORKLOAD_KINDS, workload } from './decode-workload.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';

type Reducer = (raw: object, namespace: string, place: ManifestPlace | null) => AnyObject;

const REDUCERS: ReadonlyMap<string, Reducer> = new Map<string, Reducer>([
  ['v1/Service', service],
  ['v1/Endpoints', endpoints],
  ['discovery.k8s.io/v1/EndpointSlice', endpointSlice],
  ['v1/Pod', pod],
  ['v1/Node', (raw, _, place) => node(raw, place)],
  ['v1/Event', event],
  ['networking.k8s.io/v1/NetworkPolicy', networkPolicy],
  ['networking.k8s.io/v1/Ingress', ingress],
  ['networking.k8s.io/v1/IngressClass', (raw, _, place) => ingressClass(raw, place)],
  ['v1/APIGroup', (raw, _, place) => ({ kind: 'APIGroup', ...meta(raw, null, place) })],
  ...['Role', 'ClusterRole'].map((kind): [string, Reducer] => [`${RBAC}/${kind}`, role]),
  ...['RoleBinding', 'ClusterRoleBinding'].map((kind): [string, Reducer] => [`${RBAC}/${kind}`, roleBinding]),
  ...WORKLOAD_KINDS.map((kind): [string, Reducer] => [`${apiVersionOf(kind)}/${kind}`, workload]),
]);

function apiVersionOf(kind: (typeof WORKLOAD_KINDS)[number]): string {
  if (kind === 'ReplicationController') return 'v1';
  return kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1';
}

/**
 * One object of the API, cut down to what the join uses; null for a kind that it does not use.
 * @param namespace that of an object that names none
 */
export function decode(
  raw: RawObject,
  namespace: string,
  place: ManifestPlace | null = null,
): AnyObject | null {
  const reducer = REDUCERS.get(`${raw.apiVersion}/${raw.kind}`) ?? customResource;
  return reducer(raw, namespace, place);
}
