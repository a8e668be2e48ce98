import type { IPFamily } from '../../model/objects/meta.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { ExpectedEndpoint, SelectedPod } from '../../model/view/selected-pod.ts';
import { FINISHED_PHASES } from '../../model/well-known.ts';
import { familyOf } from '../../text/address.ts';
import { isReady } from './readiness.ts';

/**
 * What the EndpointSlice controller should publish of a selected Pod: one endpoint for each family of the Service
 * that it has an address in, with the ports that it resolves; none for a Pod that it leaves out.
 * Source: reconciler.go, utils.go (endpointslice), controller_utils.go (endpointslice/util), 1.36.
 */
export function expectedEndpoints(
  pod: Pod,
  service: Service,
  resolved: SelectedPod['resolved'],
  cluster: ClusterView,
): ExpectedEndpoint[] {
  if (isFinished(pod) || !hasNode(pod, service, cluster)) return [];
  const serving = isReady(pod);
  const terminating = pod.deleted !== null;
  const ports = new Map(
    [...resolved].filter((entry): entry is [ServicePort | null, number] => entry[1] !== null),
  );
  return [...addressesOf(pod, service)].map(([family, address]) => ({
    family,
    address,
    ports,
    ready: service.publishNotReadyAddresses || (serving && !terminating),
    serving,
    terminating,
  }));
}

export function isFinished({ phase }: Pod): boolean {
  return FINISHED_PHASES.includes(phase);
}

/** Without its Node a Pod is left out, unless not-ready addresses are published too. An unread Node is taken to exist. */
function hasNode(pod: Pod, { publishNotReadyAddresses }: Service, cluster: ClusterView): boolean {
  if (publishNotReadyAddresses) return true;
  return pod.nodeName !== '' && cluster.find('Node', '', pod.nodeName) !== 'absent';
}

/** Its first address of each family that the Service has. */
export function addressesOf(pod: Pod, { ipFamilies }: Service): ReadonlyMap<IPFamily, string> {
  const addresses = new Map<IPFamily, string>();
  for (const family of ipFamilies) {
    const ip = pod.ips.find((candidate) => familyOf(candidate) === family);
    if (ip !== undefined) addresses.set(family, ip);
  }
  return addresses;
}
