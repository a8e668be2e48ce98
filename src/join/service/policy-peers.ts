import type { Namespace } from '../../model/objects/kinds.ts';
import type { LabelSelector, NetworkPolicy, PolicyPeer } from '../../model/objects/networking.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import { LABEL } from '../../model/well-known.ts';
import { isPodTerminal } from '../controllers/readiness.ts';
import type { LabelIndex } from '../index/label-index.ts';
import { matches } from './network-policies.ts';

interface Readings extends Pick<ClusterView, 'isFullyRead' | 'podsIn'> {
  namespaces: readonly Namespace[];
}

/** @returns a function that tells whether anything matches a peer; null: not all that could match was read */
export function peerMatcher(readings: Readings, index: LabelIndex<Pod>): ClusterView['matchesPeer'] {
  return ({ namespace }: NetworkPolicy, { cidr, podSelector, namespaceSelector }: PolicyPeer) => {
    if (cidr !== '') return true;
    const namespaces = namespaceSelector ? selectNamespaces(namespaceSelector, readings) : [namespace];
    if (namespaces === null) return null;
    if (podSelector === null) return namespaces.length > 0;
    const found = namespaces.some((one) => hasPod(one, podSelector, readings, index));
    if (found) return true;
    return namespaces.every((one) => readings.isFullyRead('Pod', one)) ? false : null;
  };
}

/** The API server labels each namespace with its name, so one that is named needs no Namespace object. */
function selectNamespaces(selector: LabelSelector, { namespaces, isFullyRead }: Readings): string[] | null {
  if (isFullyRead('Namespace', ''))
    return namespaces.filter(({ labels }) => matches(selector, labels)).map(({ name }) => name);
  const { [LABEL.namespaceName]: name, ...others } = selector.matchLabels;
  const isNamed = Object.keys(others).length === 0 && selector.matchExpressions.length === 0;
  return name !== undefined && isNamed && isFullyRead('Pod', name) ? [name] : null;
}

function hasPod(
  namespace: string,
  selector: LabelSelector,
  { podsIn }: Readings,
  index: LabelIndex<Pod>,
): boolean {
  const { matchLabels } = selector;
  const candidates =
    Object.keys(matchLabels).length === 0 ? podsIn(namespace) : index.list(namespace, matchLabels);
  return candidates.some((pod) => !isPodTerminal(pod) && matches(selector, pod.labels));
}
