/** Reads kinds of the whole cluster that Ingresses and NetworkPolicies name. */
import type { Query } from '../../model/snapshot.ts';
import type { Reader, ReadStep } from './reader.ts';

/** Nothing is read for Services by name or label, nor for a lookup: the rules about namespaces do not run then. */
export function clusterScopedSteps(reader: Reader, { names, selector, subject }: Query): ReadStep[] {
  if (subject || names.length > 0 || selector !== '') return [];
  return [
    ...(reader.all('Ingress').length > 0 ? [reader.listStep('IngressClass', null)] : []),
    ...namespaceSteps(reader),
  ];
}

/** Peers in other namespaces can be judged only where the Pods of all namespaces are read. */
function namespaceSteps(reader: Reader): ReadStep[] {
  const selects = reader
    .all('NetworkPolicy')
    .some(({ peers }) => peers.flat().some(({ namespaceSelector }) => namespaceSelector !== null));
  return selects && reader.extentOf('Pod', null) === 'all'
    ? [{ ...reader.listStep('Namespace', null), supplement: true }]
    : [];
}
