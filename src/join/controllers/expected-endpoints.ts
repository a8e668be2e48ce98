import type { IPFamily } from '../../model/objects/meta.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { ExpectedEndpoint, SelectedPod } from '../../model/view/selected-pod.ts';
import { familyOf } from '../../text/address.ts';
import { isPodTerminal, isReady } from './readiness.ts';

/**
 * Computes the endpoints that the EndpointSlice controller should publish for a selected Pod: one for each family
 * of the Service in which the Pod has an address, with the ports that resolve; none for a Pod that it leaves out.
 * Source: reconciler.go, utils.go (endpointslice), controller_utils.go (endpointslice/util), 1.36.
 */
export function expectedEndpoints(
  pod: Pod,
  service: Service,
  { resolved, addresses }: Pick<SelectedPod, 'resolved' | 'addresses'>,
  cluster: ClusterView,
): ExpectedEndpoint[] {
  if (!shouldPublish(pod, service, cluster)) return [];
  const serving = isReady(pod);
  const terminating = pod.deleted !== null;
  const ports = resolvedPorts(resolved);
  return [...addresses].map(([family, address]) => ({
    family,
    address,
    ports,
    ready: service.publishNotReadyAddresses || (serving && !terminating),
    serving,
    terminating,
  }));
}

/** Leaves out the ports that do not resolve. Most Pods have none: they share one map with `resolved`. */
function resolvedPorts(resolved: SelectedPod['resolved']): ExpectedEndpoint['ports'] {
  return isResolved(resolved)
    ? resolved
    : new Map([...resolved].filter((entry): entry is [ServicePort | null, number] => entry[1] !== null));
}

function isResolved(resolved: SelectedPod['resolved']): resolved is ExpectedEndpoint['ports'] {
  for (const number of resolved.values()) if (number === null) return false;
  return true;
}

/** The controller leaves out a Pod without a Node, unless the Service publishes not-ready addresses too. */
function shouldPublish(pod: Pod, service: Service, cluster: ClusterView): boolean {
  if (isPodTerminal(pod)) return false;
  return service.publishNotReadyAddresses || (pod.nodeName !== '' && !isNodeMissing(pod, cluster));
}

/** The Pod's Node does not exist; a Node that was not read is taken to exist. */
export function isNodeMissing({ nodeName }: Pod, cluster: ClusterView): boolean {
  return nodeName !== '' && cluster.find('Node', '', nodeName) === 'absent';
}

/** @returns the Pod's first address in each family of the Service (getEndpointAddresses, endpointslice/utils.go) */
export function endpointAddresses(pod: Pod, { ipFamilies }: Service): ReadonlyMap<IPFamily, string> {
  const addresses = new Map<IPFamily, string>();
  for (const family of ipFamilies) {
    const ip = pod.ips.find((candidate) => familyOf(candidate) === family);
    if (ip !== undefined) addresses.set(family, ip);
  }
  return addresses;
}
