import { peerText } from '../text/labels.ts';
import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import { editManually } from './engine/remedy.ts';
import type { NamespaceRule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const networkPolicyPeerMatchesNobody: NamespaceRule = {
  name: 'network-policy-peer-matches-nobody',
  class: 'advice',
  needs: ['Pod', 'NetworkPolicy'],
  summary: 'A rule of a NetworkPolicy admits peers that do not exist',
  explanation: `
## What it means
Every peer of an ingress rule selects Pods or namespaces of which there is none: the rule admits nobody.

## Symptoms
Clients that are meant to be admitted time out. A typo in a label, or a missing \`namespaceSelector\`: without it, a
\`podSelector\` means Pods of the policy's own namespace.

## Why traffic fails
Where the network plugin enforces policies, the Pods that the policy isolates get no connections by this rule.

## Confirm
    kubectl describe networkpolicy NAME
    kubectl get pods --show-labels
    kubectl get namespaces --show-labels

## Fix
Correct the labels. Each namespace has the label \`kubernetes.io/metadata.name\`.

## When it is harmless
When the clients are still to come.`,
  *checkNamespace(namespace, cluster) {
    for (const policy of cluster.policiesIn(namespace)) {
      if (!policy.isolatesIngress) continue;
      const rules = policy.peers.flatMap((peers, index) => {
        const matchesNobody =
          peers.length > 0 && peers.every((peer) => cluster.matchesPeer(policy, peer) === false);
        return matchesNobody ? [{ index, peers }] : [];
      });
      const [first] = rules;
      if (!first) continue;
      const at = field(policy, 'spec', 'ingress', first.index, 'from');
      yield {
        severity: 'info',
        subject: refOf(policy),
        message: `NetworkPolicy ${policy.name} admits peers that do not exist: ${listed(first.peers.map(peerText), 2)}`,
        detail: rules.slice(1, 4).map(({ peers }) => `and ${listed(peers.map(peerText), 2)}`),
        remedy: editManually(at, 'select Pods and namespaces that exist'),
        at,
        backends: [],
      };
    }
  },
};
