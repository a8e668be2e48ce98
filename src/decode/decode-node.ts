import type { V1Node } from '@kubernetes/client-node';
import type { ManifestPlace } from '../model/objects/meta.ts';
import type { Node } from '../model/objects/node.ts';
import { LABEL } from '../model/well-known.ts';
import { canonicalAddress } from '../text/address.ts';
import { decodeConditions, decodeMeta, findReadyCondition } from './decode-meta.ts';
import { list, type Raw, text } from './json/json-values.ts';

export function decodeNode(raw: NonNullable<Raw<V1Node>>, place: ManifestPlace | null): Node {
  const base = decodeMeta(raw, null, place);
  return {
    kind: 'Node',
    ...base,
    zone: base.labels[LABEL.zone] ?? '',
    unschedulable: raw.spec?.unschedulable === true,
    taints: list(raw.spec?.taints).map((taint) => ({ key: text(taint.key), effect: text(taint.effect) })),
    ready: findReadyCondition(decodeConditions(raw.status?.conditions)),
    addresses: list(raw.status?.addresses).map(({ type, address }) => ({
      type: text(type),
      address: canonicalAddress(text(address)),
    })),
  };
}
