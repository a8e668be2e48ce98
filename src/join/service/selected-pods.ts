import { selectsPods } from '../../model/objects/classification.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { ExpectedEndpoint, Obstacle, SelectedPod } from '../../model/view/selected-pod.ts';
import { endpointAddresses, expectedEndpoints, isNodeMissing } from '../controllers/expected-endpoints.ts';
import { portResolver } from '../controllers/port-resolution.ts';
import { findLostNode, findNotReadyCause, isPodTerminal, isReady } from '../controllers/readiness.ts';
import type { ServiceContext } from './backend-table.ts';
import type { Listings } from './listings.ts';
import { findBlockedPorts } from './network-policies.ts';
import { PublishedAddresses } from './published-addresses.ts';

/** Selects the Pods of the Service's namespace that have the labels of its selector. */
export function selectPods(
  service: Service,
  ports: ServiceContext['ports'],
  listings: Listings,
  cluster: ClusterView,
): SelectedPod[] {
  if (!selectsPods(service)) return [];
  const published = new PublishedAddresses(listings);
  return cluster
    .podsWith(service.namespace, service.selector ?? {})
    .map((pod) => viewPod(pod, service, ports, published, cluster));
}

function viewPod(
  pod: Pod,
  service: Service,
  ports: ServiceContext['ports'],
  published: PublishedAddresses,
  cluster: ClusterView,
): SelectedPod {
  const ready = isReady(pod);
  const expectation = expectPod(pod, service, ports, cluster);
  const { resolved, expected } = expectation;
  const lostNode = findLostNode(pod, cluster);
  const selected: SelectedPod = {
    pod,
    ready,
    obstacle: null,
    ...expectation,
    cause: ready && pod.ips.length > 0 && pod.nodeName !== '' ? null : findNotReadyCause(pod, lostNode),
    lostNode,
    outOfDate: compareReadiness(pod, expected, published),
    blockedPorts: findBlockedPorts(pod, resolved, cluster),
  };
  selected.obstacle = findObstacle(selected, service, published, cluster);
  return selected;
}

/** The ports and addresses of a Pod behind a Service, and the endpoints that the controller should publish of them. */
export function expectPod(
  pod: Pod,
  service: Service,
  ports: ServiceContext['ports'],
  cluster: ClusterView,
): Pick<SelectedPod, 'resolved' | 'addresses' | 'expected'> {
  const numberOf = portResolver(pod, cluster.countsSidecars);
  const resolved = new Map<ServicePort | null, number | null>();
  for (const port of ports) resolved.set(port, port && numberOf(port));
  const addresses = endpointAddresses(pod, service);
  return { resolved, addresses, expected: expectedEndpoints(pod, service, { resolved, addresses }, cluster) };
}

/** Compares the readiness in the controller's slices with what it would write now. */
function compareReadiness(
  { name }: Pod,
  expected: readonly ExpectedEndpoint[],
  published: PublishedAddresses,
): SelectedPod['outOfDate'] {
  for (const { address, ready } of expected) {
    const reconciled = published.reconciled(address, name);
    const [first] = reconciled;
    if (first && reconciled.every(({ state }) => (state === 'ready') !== ready))
      return { published: !ready, expected: ready, slice: first.slice.slice };
  }
  return null;
}

/** Checks the conditions of the EndpointSlice controller, in the order in which a user has to fix them. */
function findObstacle(
  selected: SelectedPod,
  service: Service,
  published: PublishedAddresses,
  cluster: ClusterView,
): Obstacle | null {
  const { pod, ready, resolved, addresses } = selected;
  if (isPodTerminal(pod)) return 'finished';
  if (pod.deleted !== null) return 'terminating';
  const unresolved = [...resolved].some(([port, number]) => port !== null && number === null);
  if (pod.templateOf) return unresolved ? 'unresolved' : null;
  if (pod.ips.length === 0) return 'noAddress';
  if (!service.publishNotReadyAddresses) {
    if (isNodeMissing(pod, cluster)) return 'nodeMissing';
    if (!ready || pod.nodeName === '') return 'notReady';
  }
  if (unresolved) return 'unresolved';
  if (addresses.size === 0 && service.ipFamilies.length > 0) return 'familyUnserved';
  if (!isPublicationKnown(selected, service, cluster)) return null;
  const isPublished = selected.expected.every(({ address, ports }) => published.has(address, ports));
  return isPublished ? null : 'unpublished';
}

/** A manifest has no slices yet, and unread slices prove nothing. */
function isPublicationKnown({ pod }: SelectedPod, service: Service, cluster: ClusterView): boolean {
  return service.uid !== '' && pod.uid !== '' && cluster.unread('EndpointSlice', service.namespace) === null;
}
