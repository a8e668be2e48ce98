import type { Family, Pod, Service } from '../model/objects.ts';
import type { ClusterView, Listing, Obstacle, PortView, SelectedPod } from '../model/view.ts';
import { resolvePort } from './ports.ts';
import { isReady, whyNotReady } from './readiness.ts';
import { carries } from './routing.ts';

/** The Pods that the selector matches: by labels alone, in the Service's namespace. */
export function selectPods(
  service: Service,
  ports: readonly PortView[],
  all: readonly Listing[],
  cluster: ClusterView,
): SelectedPod[] {
  if (service.selector === null || service.type === 'ExternalName') return [];
  const listed = new Map<string, Listing[]>();
  for (const listing of all) {
    const found = listed.get(listing.address);
    if (found) found.push(listing);
    else listed.set(listing.address, [listing]);
  }
  return cluster
    .podsWith(service.namespace, service.selector)
    .map((pod) => viewPod(pod, service, ports, listed, cluster));
}

function viewPod(
  pod: Pod,
  service: Service,
  ports: readonly PortView[],
  listed: ReadonlyMap<string, readonly Listing[]>,
  cluster: ClusterView,
): SelectedPod {
  const ready = isReady(pod);
  const resolved = new Map(ports.map((view) => [view, view.port && resolvePort(pod, view.port)]));
  const selected: SelectedPod = {
    pod,
    ready,
    obstacle: null,
    resolved,
    addresses: addressesOf(pod, service),
    cause: ready && pod.ips.length > 0 ? null : whyNotReady(pod),
  };
  return { ...selected, obstacle: firstObstacle(selected, service, listed, cluster) };
}

/** Its first address of each family that the Service has (GetPodIP…, endpointslice/utils.go). */
function addressesOf(pod: Pod, service: Service): ReadonlyMap<Family, string> {
  const addresses = new Map<Family, string>();
  for (const family of service.ipFamilies) {
    const ip = pod.ips.find((candidate) => candidate.includes(':') === (family === 'IPv6'));
    if (ip !== undefined) addresses.set(family, ip);
  }
  return addresses;
}

/** The rules of the EndpointSlice controller, in the order in which a user has to mend things. */
function firstObstacle(
  selected: SelectedPod,
  service: Service,
  listed: ReadonlyMap<string, readonly Listing[]>,
  cluster: ClusterView,
): Obstacle | null {
  const { pod, ready, resolved, addresses } = selected;
  if (pod.phase === 'Succeeded' || pod.phase === 'Failed') return 'finished';
  if (pod.deleted !== null) return 'terminating';
  const unresolved = [...resolved].some(([{ port }, number]) => port !== null && number === null);
  if (pod.templateOf) return unresolved ? 'unresolved' : null;
  if (pod.ips.length === 0) return 'noAddress';
  if (!service.publishNotReadyAddresses) {
    if (pod.nodeName !== '' && cluster.node(pod.nodeName) === 'absent') return 'nodeMissing';
    if (!ready || pod.nodeName === '') return 'notReady';
  }
  if (unresolved) return 'unresolved';
  if (addresses.size === 0 && service.ipFamilies.length > 0) return 'familyUnserved';
  return isPublished(selected, listed) || !isPublicationKnown(selected, service, cluster)
    ? null
    : 'unpublished';
}

/** A manifest has no slices yet, and slices that were not read say nothing. */
function isPublicationKnown({ pod }: SelectedPod, service: Service, cluster: ClusterView): boolean {
  return service.uid !== '' && pod.uid !== '' && cluster.unread('EndpointSlice', service.namespace) === null;
}

function isPublished(
  { addresses, resolved }: SelectedPod,
  listed: ReadonlyMap<string, readonly Listing[]>,
): boolean {
  return [...addresses.values()].every((address) => {
    const here = listed.get(address) ?? [];
    return [...resolved].every(([view, number]) =>
      here.some(
        (listing) => view.port === null || (carries(listing, view) && listing.port?.number === number),
      ),
    );
  });
}
