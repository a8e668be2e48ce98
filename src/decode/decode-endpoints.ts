import type { CoreV1EndpointPort, V1EndpointAddress, V1Endpoints } from '@kubernetes/client-node';
import { fieldsOfEndpointsLabels } from '../model/objects/classification.ts';
import type { EndpointAddress, Endpoints } from '../model/objects/endpoints.ts';
import type { ManifestPlace } from '../model/objects/meta.ts';
import { ANNOTATION } from '../model/well-known.ts';
import { canonicalAddress } from '../text/address.ts';
import { decodeMeta, decodeTargetRef } from './decode-meta.ts';
import { labels, list, number, type Raw, text } from './json/json-values.ts';

export function decodeEndpoints(
  raw: NonNullable<Raw<V1Endpoints>>,
  namespace: string,
  place: ManifestPlace | null,
): Endpoints {
  const base = decodeMeta(raw, namespace, place);
  const annotations = labels(raw.metadata?.annotations);
  return {
    kind: 'Endpoints',
    ...base,
    ...fieldsOfEndpointsLabels(base.labels),
    leaderElection: annotations[ANNOTATION.leader] !== undefined,
    overCapacity: annotations[ANNOTATION.overCapacity] === 'truncated',
    subsets: list(raw.subsets).map((subset) => ({
      addresses: list(subset.addresses).map(address),
      notReadyAddresses: list(subset.notReadyAddresses).map(address),
      ports: list(subset.ports).map(port),
    })),
  };
}

function address(raw: NonNullable<Raw<V1EndpointAddress>>): EndpointAddress {
  return {
    ip: canonicalAddress(text(raw.ip)),
    nodeName: text(raw.nodeName),
    target: decodeTargetRef(raw.targetRef),
  };
}

function port(raw: NonNullable<Raw<CoreV1EndpointPort>>) {
  return {
    name: text(raw.name),
    port: number(raw.port) ?? 0,
    protocol: text(raw.protocol) || 'TCP',
    appProtocol: text(raw.appProtocol),
  };
}
