import { listedAddresses } from '../../model/objects/endpoints.ts';
import type { Service } from '../../model/objects/service.ts';
import type { Backend } from '../../model/view/backend.ts';
import type { AddressLookup, ServiceAddress, ServiceLink } from '../../model/view/lookup.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import type { JoinedServices, ServiceView } from '../../model/view/service-view.ts';
import { canonicalAddress } from '../../text/address.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { isPodTerminal, isReady } from '../controllers/readiness.ts';
import { Multimap } from '../index/multimap.ts';

/**
 * Looks up what has each of the addresses: endpoints, Pods, Nodes, Services and Ingresses.
 * @param addresses in canonical form
 * @param namespace null: all namespaces that were read
 */
export function lookUpAddresses(
  joined: JoinedServices,
  addresses: readonly string[],
  namespace: string | null,
): AddressLookup[] {
  const index = new AddressIndex(joined, new Set(addresses), namespace);
  return addresses.map((address) => {
    const links = index.links(address);
    const nodes = index.nodes.get(address);
    const nodeNames = [...new Set(index.podsByHostIP.get(address).map(({ nodeName }) => nodeName))];
    const shown = new Set(links.map(({ view }) => objectKey(view.service)));
    return {
      address,
      links,
      pods: index.pods
        .get(address)
        .toSorted((a, b) => Number(isPodTerminal(a)) - Number(isPodTerminal(b)))
        .map((pod) => ({ pod, ready: isReady(pod) && !isPodTerminal(pod) })),
      nodes: nodes.map(({ node, type }) => ({ node, as: type, ready: isReady(node) })),
      nodeNames,
      services: index.services.get(address).map(({ service, as }) => ({ service, as })),
      ingresses: index.ingresses.get(address),
      // These have no backend: their Service does not exist, is an ExternalName, or is not in scope.
      listedIn: index.published
        .get(address)
        .filter(({ namespace, service }) => !shown.has(namespacedName(namespace, service)))
        .map(({ kind, namespace, name }) => ({ kind, namespace, name })),
      nodePorts: nodes.length + nodeNames.length === 0 ? [] : index.nodePorts,
    };
  });
}

/** Indexes the objects that have the wanted addresses, in one pass over the cluster. */
class AddressIndex {
  readonly pods;
  readonly nodes;
  /** Pods by `status.hostIPs`, only if the Nodes are unread. */
  readonly podsByHostIP;
  readonly services;
  readonly ingresses;
  /** Endpoints and EndpointSlices, with the name of their Service. */
  readonly published;
  readonly nodePorts: AddressLookup['nodePorts'];
  readonly #rows;
  readonly #selected = new Map<ServiceView, ReadonlyMap<string, SelectedPod>>();

  constructor({ services, cluster }: JoinedServices, wanted: ReadonlySet<string>, namespace: string | null) {
    const inScope = <T extends { namespace: string }>(objects: readonly T[]) =>
      namespace === null ? objects : objects.filter((one) => one.namespace === namespace);
    const find = <T>(all: readonly T[], addressesOf: (one: T) => readonly string[]) => {
      const found = new Multimap<string, T>();
      for (const one of all)
        for (const address of new Set(addressesOf(one))) if (wanted.has(address)) found.add(address, one);
      return found;
    };
    const inScopeServices = inScope(cluster.all('Service'));
    const nodesRead = cluster.unread('Node', '') === null;
    this.pods = find(inScope(cluster.all('Pod')), ({ ips }) => ips);
    this.nodes = find(
      cluster.all('Node').flatMap((node) => node.addresses.map((one) => ({ node, ...one }))),
      ({ address }) => [address],
    );
    this.podsByHostIP = find(nodesRead ? [] : cluster.all('Pod'), ({ hostIPs, nodeName }) =>
      nodeName === '' ? [] : hostIPs,
    );
    this.services = find(inScopeServices.flatMap(serviceAddresses), ({ addresses }) => addresses);
    this.ingresses = find(inScope(cluster.all('Ingress')), ({ addresses }) => addresses);
    this.published = find(
      [
        ...inScope(cluster.all('Endpoints')).map((one) => ({ ...one, service: one.name })),
        ...inScope(cluster.all('EndpointSlice')),
      ],
      listedAddresses,
    );
    this.nodePorts = inScopeServices.flatMap(nodePortsOf);
    this.#rows = find(
      services.flatMap((view) => view.backends.map((backend) => ({ view, backend }))),
      ({ backend }) => (backend.address === null ? [] : [backend.address]),
    );
  }

  links(address: string): ServiceLink[] {
    const byView = Map.groupBy(this.#rows.get(address), ({ view }) => view);
    return [...byView].map(([view, rows]) => {
      const backends = rows.map(({ backend }) => backend);
      return { view, selected: this.#selectedAmong(view, backends), backends };
    });
  }

  #selectedAmong(view: ServiceView, backends: readonly Backend[]): ServiceLink['selected'] {
    const pods = this.#selected.get(view) ?? new Map(view.pods.map((one) => [one.pod.name, one]));
    this.#selected.set(view, pods);
    const selected = backends.flatMap(({ podName }) => pods.get(podName ?? '') ?? []);
    return new Map(selected.map((one) => [one.pod.name, one]));
  }
}

function serviceAddresses(
  service: Service,
): { service: Service; as: ServiceAddress; addresses: readonly string[] }[] {
  const { clusterIPs, externalIPs, loadBalancerIngress, type, externalName } = service;
  const name = type === 'ExternalName' ? [canonicalAddress(externalName)] : [];
  return [
    { service, as: 'clusterIP', addresses: clusterIPs },
    { service, as: 'externalIP', addresses: externalIPs },
    { service, as: 'loadBalancer', addresses: loadBalancerIngress },
    { service, as: 'externalName', addresses: name },
  ];
}

function nodePortsOf(service: Service): AddressLookup['nodePorts'][number][] {
  return service.ports.filter(({ nodePort }) => nodePort !== null).map((port) => ({ service, port }));
}
