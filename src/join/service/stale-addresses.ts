import { selectsPods } from '../../model/objects/classification.ts';
import type { Service } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import type { Listing, StaleAddress } from '../../model/view/slice-view.ts';
import { isFinished } from '../controllers/expected-endpoints.ts';
import type { Listings } from './listings.ts';

/** Addresses that point to a Pod which is not what the slice says it is; each address of a slice once. */
export function staleAddresses(
  service: Service,
  { addresses }: Listings,
  pods: readonly SelectedPod[],
  cluster: ClusterView,
): StaleAddress[] {
  const selected = new Set(pods.map(({ pod }) => pod.name));
  const stale = new Map<string, StaleAddress>();
  for (const listing of addresses) {
    const { address, endpoint, slice } = listing;
    const why = whyStale(listing, service, selected, cluster);
    if (why)
      stale.set(`${slice.slice.name} ${address}`, {
        address,
        podName: endpoint.target?.name ?? '',
        slice: slice.slice,
        reason: why,
      });
  }
  return [...stale.values()];
}

function whyStale(
  { slice, endpoint, address }: Listing,
  service: Service,
  selected: ReadonlySet<string>,
  cluster: ClusterView,
): StaleAddress['reason'] | null {
  const { target } = endpoint;
  // What somebody has written is as it is meant to be.
  if (target?.kind !== 'Pod' || slice.slice.uid === '') return null;
  const pod = cluster.find('Pod', target.namespace || service.namespace, target.name);
  if (pod === 'absent') return 'gone';
  if (pod !== 'unread') {
    if (isFinished(pod)) return 'finished';
    if (!pod.ips.includes(address)) return 'otherAddress';
  }
  const follows = slice.role === 'controller' && selectsPods(service);
  const podsKnown = cluster.unread('Pod', service.namespace) === null;
  return follows && podsKnown && !selected.has(target.name) ? 'unselected' : null;
}
