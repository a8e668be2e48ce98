import type {
  V1LabelSelector,
  V1NetworkPolicy,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
} from '@kubernetes/client-node';
import type { ManifestPlace } from '../model/objects/meta.ts';
import type { LabelSelector, NetworkPolicy, PolicyPeer, PolicyPort } from '../model/objects/networking.ts';
import { decodeMeta } from './decode-meta.ts';
import { labels, list, number, type Raw, text, texts } from './json/json-values.ts';

export function decodeNetworkPolicy(
  raw: NonNullable<Raw<V1NetworkPolicy>>,
  namespace: string,
  place: ManifestPlace | null,
): NetworkPolicy {
  const types = texts(raw.spec?.policyTypes);
  return {
    kind: 'NetworkPolicy',
    ...decodeMeta(raw, namespace, place),
    podSelector: labelSelector(raw.spec?.podSelector),
    // The default of policyTypes contains Ingress (pkg/apis/networking/v1/defaults.go).
    isolatesIngress: types.length === 0 || types.includes('Ingress'),
    ingress: list(raw.spec?.ingress).map((rule) => list(rule.ports).map(policyPort)),
    peers: list(raw.spec?.ingress).map((rule) => list((rule as { from?: Peers }).from).map(policyPeer)),
  };
}

type Peers = Raw<V1NetworkPolicyPeer[]>;

function policyPeer({
  ipBlock,
  podSelector,
  namespaceSelector,
}: NonNullable<Raw<V1NetworkPolicyPeer>>): PolicyPeer {
  return {
    cidr: text(ipBlock?.cidr),
    podSelector: podSelector ? labelSelector(podSelector) : null,
    namespaceSelector: namespaceSelector ? labelSelector(namespaceSelector) : null,
  };
}

function policyPort(raw: NonNullable<Raw<V1NetworkPolicyPort>>): PolicyPort {
  const port: unknown = raw.port;
  return {
    protocol: text(raw.protocol) || 'TCP',
    port: text(port) || number(port),
    endPort: number(raw.endPort),
  };
}

function labelSelector(raw: Raw<V1LabelSelector>): LabelSelector {
  return {
    matchLabels: labels(raw?.matchLabels),
    matchExpressions: list(raw?.matchExpressions).map(({ key, operator, values }) => ({
      key: text(key),
      operator: text(operator),
      values: texts(values),
    })),
  };
}
