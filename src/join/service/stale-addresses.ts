import { selectsPods } from '../../model/objects/classification.ts';
import type { Service } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import type { Listing, StaleAddress } from '../../model/view/slice-view.ts';
import { byText } from '../../text/order.ts';
import { isPodTerminal } from '../controllers/readiness.ts';
import type { Listings } from './listings.ts';

/** Finds addresses whose Pod is gone, terminal, has another address or is not selected; each address of a slice once. */
export function findStaleAddresses(
  service: Service,
  { addresses }: Listings,
  pods: readonly SelectedPod[],
  cluster: ClusterView,
): StaleAddress[] {
  const selected = new Set(pods.map(({ pod }) => pod.name));
  const stale = new Map<string, StaleAddress>();
  for (const listing of addresses) {
    const { address, endpoint, slice } = listing;
    if (!isInUse(listing)) continue;
    const why = staleReason(listing, service, selected, cluster);
    if (why)
      stale.set(`${slice.slice.name} ${address} ${endpoint.target?.name}`, {
        address,
        podName: endpoint.target?.name ?? '',
        slice: slice.slice,
        endpoint,
        reason: why,
      });
  }
  return [...stale.values()].sort((a, b) => byText(a.address, b.address) || byText(a.podName, b.podName));
}

/**
 * The kubelet reports a Pod as not Ready before it reports that the Pod has finished, which changes no slice: the address
 * stays as not ready until something else changes the Service, and gets no connections.
 */
function isInUse({ endpoint: { ready, serving } }: Listing): boolean {
  return (ready ?? true) || (serving ?? false);
}

function staleReason(
  { slice, endpoint, address }: Listing,
  service: Service,
  selected: ReadonlySet<string>,
  cluster: ClusterView,
): StaleAddress['reason'] | null {
  const { target } = endpoint;
  // A manifest's slice is as its author wants it.
  if (target?.kind !== 'Pod' || slice.slice.uid === '') return null;
  const pod = cluster.find('Pod', target.namespace || service.namespace, target.name);
  if (pod === 'absent') return 'gone';
  if (pod !== 'unread') {
    if (isPodTerminal(pod)) return 'finished';
    if (!pod.ips.includes(address)) return 'otherAddress';
  }
  const isReconciled = slice.role === 'controller' && selectsPods(service);
  const podsRead = cluster.unread('Pod', service.namespace) === null;
  return isReconciled && podsRead && !selected.has(target.name) ? 'unselected' : null;
}
