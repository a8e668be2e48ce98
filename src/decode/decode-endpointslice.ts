import type { V1Endpoint, V1EndpointHints, V1EndpointSlice } from '@kubernetes/client-node';
import { fieldsOfSliceLabels } from '../model/objects/classification.ts';
import type { Endpoint, EndpointSlice } from '../model/objects/endpoints.ts';
import type { ManifestPlace } from '../model/objects/meta.ts';
import { canonicalAddress } from '../text/address.ts';
import { decodeMeta, decodeTargetRef } from './decode-meta.ts';
import { bool, list, number, type Raw, text, texts } from './json/json-values.ts';

export function decodeEndpointSlice(
  raw: NonNullable<Raw<V1EndpointSlice>>,
  namespace: string,
  place: ManifestPlace | null,
): EndpointSlice {
  const base = decodeMeta(raw, namespace, place);
  return {
    kind: 'EndpointSlice',
    ...base,
    ...fieldsOfSliceLabels(base.labels),
    addressType: text(raw.addressType),
    ports: list(raw.ports).map((port) => ({
      name: text(port.name),
      port: number(port.port),
      protocol: text(port.protocol) || 'TCP',
    })),
    endpoints: list(raw.endpoints).map(endpoint),
  };
}

function endpoint(raw: NonNullable<Raw<V1Endpoint>>): Endpoint {
  return {
    addresses: texts(raw.addresses).map(canonicalAddress),
    ready: bool(raw.conditions?.ready),
    serving: bool(raw.conditions?.serving),
    terminating: bool(raw.conditions?.terminating),
    nodeName: text(raw.nodeName),
    zone: text(raw.zone),
    target: decodeTargetRef(raw.targetRef),
    hints: hints(raw.hints),
  };
}

function hints(raw: Raw<V1EndpointHints>): Endpoint['hints'] {
  const zones = list(raw?.forZones).map(({ name }) => text(name));
  const nodes = list(raw?.forNodes).map(({ name }) => text(name));
  return zones.length + nodes.length === 0 ? null : { zones, nodes };
}
