import type { Service } from '../../model/objects/service.ts';
import type { Listing } from '../../model/view/slice-view.ts';

/**
 * Of what is listed under a port of the Service, what gets new connections to it.
 * For a headless Service DNS decides: whatever is ready, under any port, in any slice (CoreDNS,
 * plugin/kubernetes). Else kube-proxy: per address family the ready ones, and where there is none, those
 * that still serve while they terminate (pkg/proxy/topology.go).
 */
export function routableListings({ headless }: Service, listed: readonly Listing[]): ReadonlySet<Listing> {
  if (headless) return new Set(listed.filter(({ state }) => state === 'ready'));
  const candidates = withoutDuplicates(listed.filter(isProxied));
  const byFamily = Map.groupBy(candidates, ({ slice }) => slice.slice.addressType);
  const usable = [...byFamily.values()].flatMap((ofFamily) => {
    const ready = ofFamily.filter(({ state }) => state === 'ready');
    return ready.length > 0 ? ready : ofFamily.filter(({ state }) => state === 'serving');
  });
  return new Set(usable);
}

/** kube-proxy uses an endpoint's first address only, and no port without a number. */
function isProxied({ slice, endpoint, address, port }: Listing): boolean {
  return !slice.ignoredEntirely && endpoint.addresses[0] === address && port?.number != null;
}

/** The same ip:port twice: the one that does not terminate wins (endpointslicecache.go, 1.36). */
function withoutDuplicates(candidates: readonly Listing[]): readonly Listing[] {
  if (!candidates.some(({ endpoint }) => endpoint.terminating)) return candidates;
  const alive = new Set(candidates.filter(({ endpoint }) => !endpoint.terminating).map(target));
  return candidates.filter((listing) => !listing.endpoint.terminating || !alive.has(target(listing)));
}

const target = ({ address, port }: Listing) => `${address} ${port?.number}`;
