import type { Service } from '../../model/objects/service.ts';
import type { Listing } from '../../model/view/slice-view.ts';

/**
 * Selects the listings of a Service port that get new connections.
 * For a headless Service DNS decides: it answers every ready address, under any port, in any slice (CoreDNS,
 * plugin/kubernetes). For the others kube-proxy does: it uses the ready endpoints of an address family, or, if there
 * are none, those that are serving and terminating (pkg/proxy/topology.go).
 */
export function selectRoutable(service: Service, listings: readonly Listing[]): ReadonlySet<Listing> {
  if (service.headless) return new Set(listings.filter(({ state }) => state === 'ready'));
  const candidates = withoutDuplicates(listings.filter(isListingProxied)).filter(
    (listing) => !isNowhereLocal(listing, service),
  );
  const byFamily = Map.groupBy(candidates, ({ slice }) => slice.slice.addressType);
  const usable = [...byFamily.values()].flatMap((ofFamily) => {
    const ready = ofFamily.filter(({ state }) => state === 'ready');
    return ready.length > 0 ? ready : ofFamily.filter(({ state }) => state === 'serving');
  });
  return new Set(usable);
}

/**
 * Inside of the cluster, internalTrafficPolicy Local needs an endpoint on the Node of the client; one without a Node is
 * on none. What arrives from outside follows the other policy (UsesLocalEndpoints, pkg/proxy/serviceport.go).
 */
function isNowhereLocal({ endpoint }: Listing, service: Service): boolean {
  const { internalTrafficPolicy, type, externalIPs } = service;
  return (
    internalTrafficPolicy === 'Local' &&
    type === 'ClusterIP' &&
    externalIPs.length === 0 &&
    endpoint.nodeName === ''
  );
}

/** kube-proxy uses only the first address of an endpoint, and only ports with a number, which nftables has to accept. */
export function isListingProxied({ slice, endpoint, address, port }: Listing): boolean {
  return !slice.ignoredEntirely && endpoint.addresses[0] === address && isPort(port?.number);
}

const isPort = (number: number | null | undefined) => number != null && number > 0 && number <= 65535;

/** If an ip:port is listed twice, the endpoint that is not terminating wins (endpointslicecache.go, 1.36). */
function withoutDuplicates(candidates: readonly Listing[]): readonly Listing[] {
  if (!candidates.some(({ endpoint }) => endpoint.terminating)) return candidates;
  const current = new Set(candidates.filter(({ endpoint }) => !endpoint.terminating).map(hostPort));
  return candidates.filter((listing) => !listing.endpoint.terminating || !current.has(hostPort(listing)));
}

const hostPort = ({ address, port }: Listing) => `${address} ${port?.number}`;
