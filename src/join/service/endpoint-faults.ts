import type { Endpoint } from '../../model/objects/endpoints.ts';
import type { Service } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type {
  ConflictingAddress,
  EndpointFault,
  Listing,
  StaleAddress,
} from '../../model/view/slice-view.ts';
import { byText } from '../../text/order.ts';
import { Multimap } from '../index/multimap.ts';
import type { Listings } from './listings.ts';
import { isListingProxied } from './routing.ts';

/** Finds published addresses at which connections fail though they are listed as ready. */
export class EndpointFaults {
  readonly #stale: ReadonlySet<Endpoint>;
  /** By address. kube-proxy translates a destination once (pkg/proxy/nftables/proxier.go). */
  readonly clusterIPs: ReadonlyMap<string, Service>;
  readonly conflicting: readonly ConflictingAddress[];
  readonly #conflicting: ReadonlySet<Listing>;

  constructor(service: Service, listings: Listings, stale: readonly StaleAddress[], cluster: ClusterView) {
    this.#stale = new Set(stale.map(({ endpoint }) => endpoint));
    this.clusterIPs = findClusterIPs(service, listings, cluster);
    const conflicts = service.headless ? [] : [...findConflicts(service, listings)];
    this.#conflicting = new Set(conflicts.flat());
    this.conflicting = conflicts.flatMap(conflictingAddress);
  }

  of(listing: Listing): EndpointFault | null {
    if (this.clusterIPs.has(listing.address)) return 'clusterIP';
    if (this.#conflicting.has(listing)) return 'conflicting';
    return this.#stale.has(listing.endpoint) ? 'stale' : null;
  }
}

/** DNS of a headless Service leads to a cluster IP as to any other address. */
function findClusterIPs(
  { headless }: Service,
  { addresses }: Listings,
  cluster: ClusterView,
): ReadonlyMap<string, Service> {
  const found = new Map<string, Service>();
  if (headless) return found;
  for (const { address, endpoint } of addresses) {
    const owner = endpoint.target?.kind === 'Pod' ? null : cluster.serviceWithIP(address);
    if (owner) found.set(address, owner);
  }
  return found;
}

/**
 * Groups the listings of one address and port that differ in readiness. Of two in different slices kube-proxy takes one
 * by chance, of two in one slice the last. A terminating endpoint gives way to another one.
 */
function* findConflicts({ ports }: Service, listings: Listings): Iterable<readonly Listing[]> {
  for (const port of ports) {
    const current = listings
      .onPort(port)
      .filter((listing) => isListingProxied(listing) && !listing.endpoint.terminating);
    if (!current.some(({ state }) => state !== 'ready')) continue;
    const groups = Multimap.groupBy(current, ({ address, port }) => `${address} ${port?.number}`);
    for (const key of groups.keys()) {
      const group = groups.get(key);
      if (group.length > 1 && new Set(group.map(({ state }) => state)).size > 1) yield group;
    }
  }
}

function conflictingAddress(group: readonly Listing[]): ConflictingAddress[] {
  const [first] = group;
  const port = first?.port?.servicePorts[0];
  if (!first || !port) return [];
  const slices = (ready: boolean) =>
    [
      ...new Set(group.filter(({ state }) => (state === 'ready') === ready).map(({ slice }) => slice.slice)),
    ].sort((a, b) => byText(a.name, b.name));
  const { address } = first;
  return [{ address, port, number: first.port?.number ?? 0, ready: slices(true), notReady: slices(false) }];
}
