import type { AnyObject } from '../model/objects/kinds.ts';
import type { ManifestPlace } from '../model/objects/meta.ts';
import { decodeCustomResource } from './decode-custom-resource.ts';
import { decodeEndpoints } from './decode-endpoints.ts';
import { decodeEndpointSlice } from './decode-endpointslice.ts';
import { decodeEvent } from './decode-event.ts';
import { decodeIngress, decodeIngressClass } from './decode-ingress.ts';
import { decodeMeta, type RawObject } from './decode-meta.ts';
import { decodeNetworkPolicy } from './decode-networkpolicy.ts';
import { decodeNode } from './decode-node.ts';
import { decodePod } from './decode-pod.ts';
import { decodeRole, decodeRoleBinding } from './decode-rbac.ts';
import { decodeService } from './decode-service.ts';
import { decodeWorkload, WORKLOAD_KINDS } from './decode-workload.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';

type Decoder = (raw: object, namespace: string, place: ManifestPlace | null) => AnyObject;

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['v1/Service', decodeService],
  ['v1/Endpoints', decodeEndpoints],
  ['discovery.k8s.io/v1/EndpointSlice', decodeEndpointSlice],
  ['v1/Pod', decodePod],
  ['v1/Node', (raw, _, place) => decodeNode(raw, place)],
  ['v1/Event', decodeEvent],
  ['networking.k8s.io/v1/NetworkPolicy', decodeNetworkPolicy],
  ['networking.k8s.io/v1/Ingress', decodeIngress],
  ['networking.k8s.io/v1/IngressClass', (raw, _, place) => decodeIngressClass(raw, place)],
  ['v1/Namespace', (raw, _, place) => ({ kind: 'Namespace', ...decodeMeta(raw, null, place) })],
  ['v1/APIGroup', (raw, _, place) => ({ kind: 'APIGroup', ...decodeMeta(raw, null, place) })],
  ...['Role', 'ClusterRole'].map((kind): [string, Decoder] => [`${RBAC}/${kind}`, decodeRole]),
  ...['RoleBinding', 'ClusterRoleBinding'].map((kind): [string, Decoder] => [
    `${RBAC}/${kind}`,
    decodeRoleBinding,
  ]),
  ...WORKLOAD_KINDS.map((kind): [string, Decoder] => [`${apiVersionOf(kind)}/${kind}`, decodeWorkload]),
]);

function apiVersionOf(kind: (typeof WORKLOAD_KINDS)[number]): string {
  if (kind === 'ReplicationController') return 'v1';
  return kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1';
}

/** The apiVersions of Kubernetes that a kind has, if the join uses it; Events have one of their own as well. */
export function servedVersions(kind: string): string[] {
  if (kind === 'Event' || kind === 'APIGroup') return [];
  return [...DECODERS.keys()]
    .filter((key) => key.endsWith(`/${kind}`))
    .map((key) => key.slice(0, -kind.length - 1));
}

/**
 * Decodes an object of the API into the model.
 * @param namespace the default for an object without metadata.namespace
 * @returns null for a kind that the join does not use
 */
export function decode(
  raw: RawObject,
  namespace: string,
  place: ManifestPlace | null = null,
): AnyObject | null {
  const decoder = DECODERS.get(`${raw.apiVersion}/${raw.kind}`) ?? decodeCustomResource;
  return decoder(raw, namespace, place);
}
