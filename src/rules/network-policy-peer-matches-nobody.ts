import type { NetworkPolicy, PolicyPeer } from '../model/objects/networking.ts';
import type { ClusterView } from '../model/view/cluster-view.ts';
import { peerText } from '../text/labels.ts';
import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import { editManually } from './engine/remedy/remedy.ts';
import type { NamespaceRule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const networkPolicyPeerMatchesNobody: NamespaceRule = {
  name: 'network-policy-peer-matches-nobody',
  class: 'advice',
  severities: ['info'],
  needs: ['Pod', 'NetworkPolicy'],
  summary: 'The peers of a NetworkPolicy rule do not exist',
  explanation: `
## What it means
No peer under \`from\` of an ingress rule selects an existing Pod or namespace, so the rule admits no traffic.
    # NetworkPolicy in namespace shop
    ingress:
    - from:
      - podSelector:
          matchLabels: {app: front}   # a Pod of namespace web

## Symptoms
Clients that should be admitted time out. A label is misspelt, or \`namespaceSelector\` is missing: without it,
\`podSelector\` selects Pods of the policy's own namespace.

## Why traffic fails
If the network plugin enforces NetworkPolicies, the Pods that the policy isolates receive no traffic by this
rule.

## Confirm
    kubectl describe networkpolicy POLICY
    kubectl get pods --show-labels
    kubectl get namespaces --show-labels

## Fix
Correct the labels. Each namespace has the label \`kubernetes.io/metadata.name\`.

## When it is harmless
When the clients are not yet created. In manifests, only a misspelt label and Pods of another namespace are
reported.`,
  *checkNamespace(namespace, cluster) {
    for (const policy of cluster.policiesIn(namespace)) {
      if (!policy.isolatesIngress) continue;
      const rules = policy.peers.flatMap((peers, index) => {
        const matchesNobody =
          peers.length > 0 && peers.every((peer) => cluster.matchesPeer(policy, peer) === false);
        const isKnown = policy.uid !== '' || peers.some((peer) => isMistaken(policy, peer, cluster));
        return matchesNobody && isKnown ? [{ index, peers }] : [];
      });
      const [first] = rules;
      if (!first) continue;
      const at = field(policy, 'spec', 'ingress', first.index, 'from');
      yield {
        severity: 'info',
        subject: refOf(policy),
        message: `NetworkPolicy ${policy.name} has a rule for peers that do not exist: ${listed(first.peers.map(peerText), 2)}`,
        detail: rules.slice(1, 4).map(({ peers }) => `another such rule: ${listed(peers.map(peerText), 2)}`),
        remedy: editManually(at, 'select Pods and namespaces that exist'),
        at,
        backends: [],
      };
    }
  },
};

/** Manifests rarely define all clients: the Pods must be in another namespace of the input, or the labels misspelt. */
function isMistaken(
  { namespace }: NetworkPolicy,
  { podSelector, namespaceSelector }: PolicyPeer,
  cluster: ClusterView,
): boolean {
  if (podSelector === null || namespaceSelector !== null || podSelector.matchExpressions.length > 0)
    return false;
  const selector = podSelector.matchLabels;
  if (Object.keys(selector).length === 0) return false;
  return (
    cluster.namespacesWith(selector).length > 0 ||
    cluster
      .nearestMatches({ namespace, selector, ports: [] })
      .some(({ differences }) => differences.every(({ typo }) => typo !== null))
  );
}
