import type { EndpointAddress, TargetRef } from '../../model/objects/endpoints.ts';
import type { ServicePort } from '../../model/objects/service.ts';
import type { EndpointsState, SliceState } from '../../model/report/endpoints-report.ts';
import type { EndpointPort, Listing } from '../../model/view/slice-view.ts';
import { Multimap } from '../index/multimap.ts';
import { BackendTable, type Row, type ServiceContext } from './backend-table.ts';
import type { Listings } from './listings.ts';
import { selectRoutable } from './routing.ts';

/** From worst to best: a row that is listed more than once has the best state. */
const SLICE_STATES: readonly SliceState[] = ['absent', 'terminating', 'notReady', 'serving', 'ready'];

/** Joins a row for each Service port and each Pod that should have an address, or address that is published. */
export function joinBackends(context: ServiceContext, listings: Listings): BackendTable {
  const table = new BackendTable(context);
  const published = [...endpointsAddresses(context)];
  addPods(table, context);
  addListings(table, context, listings);
  addEndpoints(table, context, published);
  // An address under no port of the Service gets a row under every port, unless it has one already.
  const otherPorts = [
    ...listings.all.filter(isOnOtherPort).map(endpointOf),
    ...published.flat().filter(isOnOtherPort),
  ];
  for (const { address, podName } of otherPorts)
    if (!table.has(address, podName))
      for (const port of context.ports) table.row({ port, address, podName, number: null });
  return table;
}

function isOnOtherPort({ port }: { port: EndpointPort | null }): boolean {
  return port === null || port.servicePorts.length === 0;
}

function addPods(table: BackendTable, { service, ports, pods }: ServiceContext): void {
  for (const { pod, obstacle, addresses, resolved } of pods) {
    if (obstacle === 'finished' || (obstacle === 'terminating' && addresses.size === 0)) continue;
    const isManifest = pod.templateOf !== null || (service.uid === '' && obstacle === null);
    for (const [port, number] of resolved)
      for (const address of addresses.size > 0 ? addresses.values() : [null]) {
        const row = table.row({ port, address, podName: pod.name, number });
        if (!isManifest) continue;
        assumePublished(row, service.headless);
        if (row.routable && !service.headless) table.readyPorts.add(port);
      }
    // DNS answers an address under any port.
    if (isManifest && service.headless) for (const port of ports) table.readyPorts.add(port);
  }
}

/** Assumes that the controllers will publish the Pods of a manifest. */
function assumePublished(row: Row, headless: boolean): void {
  row.endpoints = 'unknown';
  row.slice = 'unknown';
  if (row.pod?.templateOf) row.podReady = null;
  row.routable = headless || row.number !== null;
}

/** DNS answers every address in a slice, so each is listed under every port of a headless Service. */
function addListings(
  table: BackendTable,
  { service, ports, faults, hints }: ServiceContext,
  listings: Listings,
): void {
  const { headless } = service;
  /** Rows that some listing without a fault makes routable. */
  const sound = new Set<Row>();
  for (const port of ports) {
    const onPort = listings.onPort(port);
    const listed = headless ? listings.addresses : onPort;
    const routable = selectRoutable(service, listed);
    for (const listing of listed) {
      const number = headless ? null : (listing.port?.number ?? null);
      const fault = faults.of(listing);
      const twin = fault === 'conflicting' && listing.state !== 'ready';
      const row = table.row({ port, ...endpointOf(listing), number, twin });
      addListing(row, listing);
      const isRoutable = routable.has(listing);
      if (isRoutable && !fault) sound.add(row);
      row.fault = sound.has(row) ? null : (row.fault ?? fault);
      if (!isRoutable) continue;
      row.routable = true;
      if (hints?.inEffect) row.hints = listing.endpoint.hints;
      if (listing.state === 'ready' && !fault) table.readyPorts.add(port);
    }
    if (headless)
      for (const listing of onPort)
        table.row({ port, ...endpointOf(listing), number: listing.port?.number ?? null });
  }
}

function addListing(row: Row, { endpoint, slice, state }: Listing): void {
  if (SLICE_STATES.indexOf(state) >= SLICE_STATES.indexOf(row.slice)) {
    row.slice = state;
    row.sliceName = slice.slice.name || null;
  }
  row.nodeName ??= endpoint.nodeName || null;
  row.zone ??= endpoint.zone || null;
  if (endpoint.terminating) row.terminating = true;
}

/** An address of an Endpoints object under one port of its subset. */
interface EndpointsListing {
  address: string;
  podName: string | null;
  nodeName: string;
  state: EndpointsState;
  port: EndpointPort | null;
}

function addEndpoints(
  table: BackendTable,
  { service, ports }: ServiceContext,
  published: readonly (readonly EndpointsListing[])[],
): void {
  const byPort = new Multimap<ServicePort | null, EndpointsListing>();
  for (const listing of published.flat())
    for (const port of listing.port?.servicePorts ?? []) byPort.add(port, listing);
  const addresses = published.flatMap(([first]) => first ?? []);
  for (const port of ports) {
    const onPort = byPort.get(port);
    for (const listing of service.headless ? addresses : onPort) {
      const { address, podName } = listing;
      const number = service.headless ? null : (listing.port?.number ?? null);
      const row = table.row({ port, address, podName, number });
      if (row.endpoints !== 'notReady') row.endpoints = listing.state;
      row.nodeName ??= listing.nodeName || null;
    }
    if (service.headless)
      for (const { address, podName, port: subsetPort } of onPort)
        table.row({ port, address, podName, number: subsetPort?.number ?? null });
  }
}

/** Yields the listings of each address: one for each port of its subset, or one without a port. */
function* endpointsAddresses({ endpoints, portIndex }: ServiceContext): Iterable<EndpointsListing[]> {
  for (const { addresses, notReadyAddresses, ports: subsetPorts } of endpoints?.subsets ?? []) {
    const listed = subsetPorts.map((port) => ({ number: port.port, servicePorts: portIndex.get(port) }));
    const ports = listed.length > 0 ? listed : [null];
    for (const address of addresses) yield ports.map((port) => endpointsListing(address, 'ready', port));
    for (const address of notReadyAddresses)
      yield ports.map((port) => endpointsListing(address, 'notReady', port));
  }
}

function endpointsListing(
  { ip, target, nodeName }: EndpointAddress,
  state: EndpointsState,
  port: EndpointPort | null,
): EndpointsListing {
  return { address: ip, podName: podNameOf(target), nodeName, state, port };
}

function endpointOf({ address, endpoint }: Listing) {
  return { address, podName: podNameOf(endpoint.target) };
}

function podNameOf(target: TargetRef | null): string | null {
  return target?.kind === 'Pod' ? target.name : null;
}
