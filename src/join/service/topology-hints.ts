import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { Listing, TopologyHints } from '../../model/view/slice-view.ts';
import { Multimap } from '../index/multimap.ts';
import type { Listings } from './listings.ts';
import { isListingProxied } from './routing.ts';

/**
 * Judges the topology hints of the ready endpoints as kube-proxy does, for each port and family: hints count only if every
 * ready endpoint has them, and some Node is named (pkg/proxy/topology.go).
 * @returns null if there is neither a hint nor a wish for one
 */
export function judgeHints(service: Service, listings: Listings, cluster: ClusterView): TopologyHints | null {
  if (service.headless) return null;
  const groups = service.ports.flatMap((port) => readyByFamily(port, listings));
  const ready = groups.flat();
  const hinted = ready.some(({ endpoint }) => endpoint.hints !== null);
  if (ready.length === 0 || (!hinted && service.trafficDistribution === '')) return null;
  const verdicts = groups.map((group) => judgeGroup(group, cluster));
  return {
    inEffect: verdicts.every(({ inEffect }) => inEffect),
    lacking: [...new Set(verdicts.flatMap(({ lacking }) => lacking))],
  };
}

function readyByFamily(port: ServicePort, listings: Listings): readonly Listing[][] {
  const ready = listings
    .onPort(port)
    .filter((listing) => listing.state === 'ready' && isListingProxied(listing));
  const byFamily = Multimap.groupBy(ready, ({ slice }) => slice.slice.addressType);
  return [...byFamily.keys()].map((family) => [...byFamily.get(family)]);
}

function judgeGroup(ready: readonly Listing[], cluster: ClusterView): TopologyHints {
  const hintsOf = ({ endpoint }: Listing) => endpoint.hints ?? { zones: [], nodes: [] };
  const byNode = ready.every((listing) => hintsOf(listing).nodes.length > 0);
  const byZone = ready.every((listing) => hintsOf(listing).zones.length > 0);
  const lacking = ready.filter(({ endpoint }) => endpoint.hints === null).map(({ endpoint }) => endpoint);
  if (!byNode && !byZone) return { inEffect: false, lacking };
  // Nodes that were not read may be the ones that are named.
  if (!cluster.isFullyRead('Node', '')) return { inEffect: true, lacking: [] };
  const nodes = cluster.all('Node');
  const named = new Set(ready.flatMap((listing) => hintsOf(listing).nodes));
  const zones = new Set(ready.flatMap((listing) => hintsOf(listing).zones));
  const isNamed = nodes.some(
    ({ name, zone }) => (byNode && named.has(name)) || (byZone && zone !== '' && zones.has(zone)),
  );
  return { inEffect: isNamed, lacking: [] };
}
