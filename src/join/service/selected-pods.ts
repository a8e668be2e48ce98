import { selectsPods } from '../../model/objects/classification.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { Service } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { ExpectedEndpoint, Obstacle, SelectedPod } from '../../model/view/selected-pod.ts';
import { portResolver } from '../controllers/declared-ports.ts';
import { addressesOf, expectedEndpoints, isFinished } from '../controllers/expected-endpoints.ts';
import { portsOf } from '../controllers/port-resolution.ts';
import { isReady, whyNotReady } from '../controllers/readiness.ts';
import { blockedPortsOf } from '../index/network-policies.ts';
import type { Listings } from './listings.ts';
import { Published } from './published.ts';

/** The Pods that the selector matches: by labels alone, in the Service's namespace. */
export function selectPods(service: Service, listings: Listings, cluster: ClusterView): SelectedPod[] {
  if (!selectsPods(service)) return [];
  const published = new Published(listings);
  return cluster
    .podsWith(service.namespace, service.selector ?? {})
    .map((pod) => viewPod(pod, service, published, cluster));
}

function viewPod(pod: Pod, service: Service, published: Published, cluster: ClusterView): SelectedPod {
  const ready = isReady(pod);
  const numberOf = portResolver(pod, cluster.countsSidecars);
  const resolved = new Map(portsOf(service).map((port) => [port, port && numberOf(port)]));
  const expected = expectedEndpoints(pod, service, resolved, cluster);
  const selected: SelectedPod = {
    pod,
    ready,
    obstacle: null,
    resolved,
    addresses: addressesOf(pod, service),
    cause: ready && pod.ips.length > 0 && pod.nodeName !== '' ? null : whyNotReady(pod),
    expected,
    outOfDate: outOfDate(pod, expected, published),
    blockedPorts: blockedPortsOf(pod, resolved, cluster),
  };
  return { ...selected, obstacle: firstObstacle(selected, service, published, cluster) };
}

/** Readiness in the controller's slices against what it would write now. */
function outOfDate(
  { name }: Pod,
  expected: readonly ExpectedEndpoint[],
  published: Published,
): SelectedPod['outOfDate'] {
  for (const { address, ready } of expected) {
    const own = published.followed(address, name);
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
  published: Published,
  cluster: ClusterView,
): Obstacle | null {
  const { pod, ready, resolved, addresses } = selected;
  if (isFinished(pod)) return 'finished';
  if (pod.deleted !== null) return 'terminating';
  const unresolved = [...resolved].some(([port, number]) => port !== null && number === null);
  if (pod.templateOf) return unresolved ? 'unresolved' : null;
  if (pod.ips.length === 0) return 'noAddress';
  if (!service.publishNotReadyAddresses) {
    if (pod.nodeName !== '' && cluster.find('Node', '', pod.nodeName) === 'absent') return 'nodeMissing';
    if (!ready || pod.nodeName === '') return 'notReady';
  }
  if (unresolved) return 'unresolved';
  if (addresses.size === 0 && service.ipFamilies.length > 0) return 'familyUnserved';
  if (!isPublicationKnown(selected, service, cluster)) return null;
  const isPublished = selected.expected.every(({ address, ports }) => published.has(address, ports));
  return isPublished ? null : 'unpublished';
}

/** A manifest has no slices yet, and slices that were not read say nothing. */
function isPublicationKnown({ pod }: SelectedPod, service: Service, cluster: ClusterView): boolean {
  return service.uid !== '' && pod.uid !== '' && cluster.unread('EndpointSlice', service.namespace) === null;
}
