import type { Ref } from '../../model/objects/meta.ts';
import type { Service } from '../../model/objects/service.ts';
import type { Backend } from '../../model/view/backend.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { AddressLookup, ServiceLink } from '../../model/view/lookup.ts';
import type { JoinedCluster, ServiceView } from '../../model/view/service-view.ts';
import { canonicalAddress } from '../../text/address.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { isFinished } from '../controllers/expected-endpoints.ts';
import { isReady } from '../controllers/readiness.ts';

/**
 * Whoever has an address: endpoints of Services, Pods, Nodes, Services and Ingresses.
 * @param address in canonical form, an IPv4-mapped one as IPv4
 * @param namespace null: in all that were read
 */
export function lookUpAddress(
  joined: JoinedCluster,
  address: string,
  namespace: string | null,
): AddressLookup {
  const { cluster } = joined;
  const is = (one: string) => one === address;
  const inScope = <T extends { namespace: string }>(objects: readonly T[]) =>
    namespace === null ? objects : objects.filter((one) => one.namespace === namespace);
  const links = linksTo(joined, is);
  const pods = inScope(cluster.all('Pod')).filter(({ ips }) => ips.some(is));
  const nodes = cluster
    .all('Node')
    .flatMap((node) =>
      node.addresses
        .filter((one) => is(one.address))
        .map(({ type }) => ({ node, as: type, ready: node.ready?.status === 'True' })),
    );
  const nodeNames = cluster.unread('Node', '') === null ? [] : nodesByPods(cluster, is);
  const services = inScope(cluster.all('Service'));
  return {
    address,
    links,
    pods: pods
      .toSorted((a, b) => Number(isFinished(a)) - Number(isFinished(b)))
      .map((pod) => ({ pod, ready: isReady(pod) && !isFinished(pod) })),
    nodes,
    nodeNames,
    services: services.flatMap((service) => placesIn(service, is).map((as) => ({ service, as }))),
    ingresses: inScope(cluster.all('Ingress')).filter(({ addresses }) => addresses.some(is)),
    listedIn: listedElsewhere(inScope, cluster, links, is),
    nodePorts: nodes.length + nodeNames.length === 0 ? [] : services.flatMap(nodePortsOf),
  };
}

type Is = (address: string) => boolean;

function linksTo({ services }: JoinedCluster, is: Is): ServiceLink[] {
  return services.flatMap((view) => {
    const backends = view.backends.filter(({ address }) => address !== null && is(address));
    return backends.length === 0 ? [] : [{ view, selected: selectedAmong(view, backends), backends }];
  });
}

function selectedAmong({ pods }: ServiceView, backends: readonly Backend[]): ServiceLink['selected'] {
  const names = new Set(backends.map(({ podName }) => podName));
  return new Map(pods.filter(({ pod }) => names.has(pod.name)).map((one) => [one.pod.name, one]));
}

function nodesByPods(cluster: ClusterView, is: Is): string[] {
  const on = cluster.all('Pod').filter(({ hostIPs, nodeName }) => nodeName !== '' && hostIPs.some(is));
  return [...new Set(on.map(({ nodeName }) => nodeName))];
}

function placesIn(service: Service, is: Is): AddressLookup['services'][number]['as'][] {
  const { clusterIPs, externalIPs, loadBalancerIngress, type, externalName } = service;
  return [
    ...(clusterIPs.some(is) ? ['clusterIP' as const] : []),
    ...(externalIPs.some(is) ? ['externalIP' as const] : []),
    ...(loadBalancerIngress.some(is) ? ['loadBalancer' as const] : []),
    ...(type === 'ExternalName' && is(canonicalAddress(externalName)) ? ['externalName' as const] : []),
  ];
}

/** Without a row in the join: their Service does not exist, is a mere name, or is not in scope. */
function listedElsewhere(
  inScope: <T extends { namespace: string }>(objects: readonly T[]) => readonly T[],
  cluster: ClusterView,
  links: readonly ServiceLink[],
  is: Is,
): Ref[] {
  const shown = new Set(links.map(({ view }) => objectKey(view.service)));
  const endpoints = inScope(cluster.all('Endpoints')).filter(
    (endpoints) =>
      !shown.has(objectKey(endpoints)) &&
      endpoints.subsets.some((one) => [...one.addresses, ...one.notReadyAddresses].some(({ ip }) => is(ip))),
  );
  const slices = inScope(cluster.all('EndpointSlice')).filter(
    ({ namespace, service, endpoints: listed }) =>
      !shown.has(namespacedName(namespace, service)) && listed.some(({ addresses }) => addresses.some(is)),
  );
  return [...endpoints, ...slices].map(({ kind, namespace, name }) => ({ kind, namespace, name }));
}

function nodePortsOf(service: Service): AddressLookup['nodePorts'][number][] {
  return service.ports.filter(({ nodePort }) => nodePort !== null).map((port) => ({ service, port }));
}
