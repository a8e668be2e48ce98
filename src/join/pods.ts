import type { ClusterView } from '../model/cluster-view.ts';
import type { Service } from '../model/objects.ts';
import type { Pod } from '../model/pod.ts';
import type { ExpectedEndpoint, Listing, Obstacle, PortView, SelectedPod } from '../model/view.ts';
import { addressesOf, expectedEndpoints, isFinished } from './expected.ts';
import { shutOut } from './policies.ts';
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
  const { countsSidecars } = cluster;
  const resolved = new Map(
    ports.map((view) => [view, view.port && resolvePort(pod, view.port, countsSidecars)]),
  );
  const expected = expectedEndpoints(pod, service, resolved, cluster);
  const selected: SelectedPod = {
    pod,
    ready,
    obstacle: null,
    resolved,
    addresses: addressesOf(pod, service),
    cause: ready && pod.ips.length > 0 && pod.nodeName !== '' ? null : whyNotReady(pod),
    expected,
    outOfDate: outOfDate(pod, expected, listed),
    shutOut: shutOut(pod, resolved, cluster),
  };
  return { ...selected, obstacle: firstObstacle(selected, service, listed, cluster) };
}

/** Readiness in the controller's slices against what it would write now. */
function outOfDate(
  { name }: Pod,
  expected: readonly ExpectedEndpoint[],
  listed: ReadonlyMap<string, readonly Listing[]>,
): SelectedPod['outOfDate'] {
  for (const { address, ready } of expected) {
    const own = (listed.get(address) ?? []).filter(
      ({ slice, endpoint }) =>
        slice.role === 'controller' && !slice.frozen && (endpoint.target?.name ?? name) === name,
    );
    const [first] = own;
    if (first && own.every(({ state }) => (state === 'ready') !== ready))
      return { published: !ready, expected: ready, slice: first.slice.slice };
  }
  return null;
}

/** The rules of the EndpointSlice controller, in the order in which a user has to mend things. */
function firstObstacle(
  selected: SelectedPod,
  service: Service,
  listed: ReadonlyMap<string, readonly Listing[]>,
  cluster: ClusterView,
): Obstacle | null {
  const { pod, ready, resolved, addresses } = selected;
  if (isFinished(pod)) return 'finished';
  if (pod.deleted !== null) return 'terminating';
  const unresolved = [...resolved].some(([{ port }, number]) => port !== null && number === null);
  if (pod.templateOf) return unresolved ? 'unresolved' : null;
  if (pod.ips.length === 0) return 'noAddress';
  if (!service.publishNotReadyAddresses) {
    if (pod.nodeName !== '' && cluster.find('Node', '', pod.nodeName) === 'absent') return 'nodeMissing';
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

function isPublished({ expected }: SelectedPod, listed: ReadonlyMap<string, readonly Listing[]>): boolean {
  return expected.every(({ address, ports }) => {
    // What another manager lists as not ready is not what the controller owes.
    const here = (listed.get(address) ?? []).filter(
      ({ slice, state }) => (slice.role === 'controller' && !slice.frozen) || state === 'ready',
    );
    const carried = [...ports].every(([view, number]) =>
      here.some((listing) => carries(listing, view) && listing.port?.number === number),
    );
    return here.length > 0 && carried;
  });
}
