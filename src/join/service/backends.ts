import type { Endpoints, TargetRef } from '../../model/objects/endpoints.ts';
import type { EndpointsState, SliceState } from '../../model/report/endpoints-report.ts';
import type { Listing } from '../../model/view/slice-view.ts';
import { ByPort } from '../index/by-port.ts';
import type { Listings } from './listings.ts';
import { routableListings } from './routing.ts';
import { BackendRows, type Joined, type Row } from './rows.ts';

/** From worst to best, for a row that is listed more than once. */
const SLICE_STATES: readonly SliceState[] = ['absent', 'terminating', 'notReady', 'serving', 'ready'];

/**
 * The joined table: a row for each Service port and each Pod that should have an address, or address that
 * is published.
 */
export function joinBackends(joined: Joined, listings: Listings): BackendRows {
  const rows = new BackendRows(joined);
  const published = [...addressesOf(joined.endpoints)];
  addPods(rows, joined);
  addListings(rows, joined, listings);
  addEndpoints(rows, joined, published);
  // What no port of the Service names stands under every port, unless it stands somewhere already.
  const served = new ByPort(joined.ports.map((port) => ({ port })));
  const nameless = [
    ...listings.all.filter(({ port }) => served.under(port).length === 0).map(placeOf),
    ...published.flat().filter(({ port }) => served.under(port).length === 0),
  ];
  for (const { address, podName } of nameless)
    if (!rows.knows(address, podName))
      for (const port of joined.ports) rows.at({ port, address, podName, number: null });
  return rows;
}

function addPods(rows: BackendRows, { service, ports, pods }: Joined): void {
  for (const { pod, obstacle, addresses, resolved } of pods) {
    if (obstacle === 'finished' || (obstacle === 'terminating' && addresses.size === 0)) continue;
    const supposed = pod.templateOf !== null || (service.uid === '' && obstacle === null);
    for (const [port, number] of resolved)
      for (const address of addresses.size > 0 ? addresses.values() : [null]) {
        const row = rows.at({ port, address, podName: pod.name, number });
        if (!supposed) continue;
        supposePublished(row, service.headless);
        if (row.routable && !service.headless) rows.ready.add(port);
      }
    // DNS answers addresses, whatever the port.
    if (supposed && service.headless) for (const port of ports) rows.ready.add(port);
  }
}

/** Of a Pod template nothing is published yet; it is taken for granted that it will be. */
function supposePublished(row: Row, headless: boolean): void {
  row.endpoints = 'unknown';
  row.slice = 'unknown';
  if (row.pod?.templateOf) row.podReady = null;
  row.routable = headless || row.number !== null;
}

/** DNS answers every address that is listed, whatever its ports: it stands under each port of a headless Service. */
function addListings(rows: BackendRows, { service, ports }: Joined, listings: Listings): void {
  const { headless } = service;
  for (const port of ports) {
    const named = listings.under(port);
    const listed = headless ? listings.addresses : named;
    const routable = routableListings(service, listed);
    for (const listing of listed) {
      const number = headless ? null : (listing.port?.number ?? null);
      const row = rows.at({ port, ...placeOf(listing), number });
      addListing(row, listing);
      if (!routable.has(listing)) continue;
      row.routable = true;
      if (listing.state === 'ready') rows.ready.add(port);
    }
    if (headless)
      for (const listing of named)
        rows.at({ port, ...placeOf(listing), number: listing.port?.number ?? null });
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

interface InEndpoints {
  address: string;
  podName: string | null;
  nodeName: string;
  state: EndpointsState;
  port: { name: string; protocol: string; port: number } | null;
}

function addEndpoints(
  rows: BackendRows,
  { service, ports }: Joined,
  published: readonly (readonly InEndpoints[])[],
): void {
  const byPort = new ByPort(published.flat());
  const addresses = published.flatMap(([first]) => first ?? []);
  for (const port of ports) {
    const named = byPort.under(port);
    for (const one of service.headless ? addresses : named) {
      const number = service.headless ? null : (one.port?.port ?? null);
      const row = rows.at({ port, address: one.address, podName: one.podName, number });
      if (row.endpoints !== 'notReady') row.endpoints = one.state;
      row.nodeName ??= one.nodeName || null;
    }
    if (service.headless)
      for (const { address, podName, port: under } of named)
        rows.at({ port, address, podName, number: under?.port ?? null });
  }
}

/** Of every address of the Endpoints object the ports that it is listed under; at least one. */
function* addressesOf(endpoints: Endpoints | null): Iterable<InEndpoints[]> {
  for (const { addresses, notReadyAddresses, ports } of endpoints?.subsets ?? []) {
    const under = (one: Omit<InEndpoints, 'port'>) =>
      (ports.length > 0 ? ports : [null]).map((port) => ({ ...one, port }));
    for (const { ip, target, nodeName } of addresses)
      yield under({ address: ip, podName: podNameOf(target), nodeName, state: 'ready' });
    for (const { ip, target, nodeName } of notReadyAddresses)
      yield under({ address: ip, podName: podNameOf(target), nodeName, state: 'notReady' });
  }
}

function placeOf({ address, endpoint }: Listing) {
  return { address, podName: podNameOf(endpoint.target) };
}

function podNameOf(target: TargetRef | null): string | null {
  return target?.kind === 'Pod' ? target.name : null;
}
