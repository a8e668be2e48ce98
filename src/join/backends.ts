import type { Endpoints, TargetRef } from '../model/objects.ts';
import type { EndpointsState, SliceState } from '../model/report.ts';
import type { Backend, Listing, PortView } from '../model/view.ts';
import { carries, routableListings } from './routing.ts';
import { type Joined, Rows } from './rows.ts';

/** From worst to best, for a row that is listed more than once. */
const SLICE_STATES: readonly SliceState[] = ['absent', 'terminating', 'notReady', 'serving', 'ready'];

/**
 * The joined table: a row for each Service port and each Pod that should have an address, or address that
 * is published. What it counts goes into the ports.
 */
export function joinBackends(joined: Joined, all: readonly Listing[]): Backend[] {
  const rows = new Rows(joined);
  const listed = joined.endpoints ? [...addressesOf(joined.endpoints)] : [];
  addPods(rows, joined);
  addListings(rows, joined, all);
  addEndpoints(rows, joined, listed);
  // What no port of the Service names stands under every port, unless it stands somewhere already.
  const nameless = [
    ...all.filter((listing) => !joined.ports.some((port) => carries(listing, port))).map(placeOf),
    ...listed.filter((published) => !joined.ports.some((port) => isUnder(published, port))),
  ];
  for (const { address, podName } of nameless)
    if (!rows.knows(address, podName))
      for (const port of joined.ports) rows.at({ port, address, podName, number: null });
  const backends = rows.sorted();
  const ofPort = Map.groupBy(backends, ({ port }) => port);
  for (const port of joined.ports) count(port, ofPort.get(port) ?? []);
  return backends;
}

function addPods(rows: Rows, { service, ports, pods }: Joined): void {
  for (const { pod, obstacle, addresses, resolved } of pods) {
    if (obstacle === 'finished' || (obstacle === 'terminating' && addresses.size === 0)) continue;
    for (const [port, number] of resolved)
      for (const address of addresses.size > 0 ? addresses.values() : [null]) {
        const row = rows.at({ port, address, podName: pod.name, number });
        if (pod.templateOf || (service.uid === '' && obstacle === null))
          supposePublished(row, service.headless, service.headless ? ports : [port]);
      }
  }
}

/** Of a Pod template nothing is published yet; it is taken for granted that it will be. */
function supposePublished(row: Backend, headless: boolean, served: readonly PortView[]): void {
  row.endpoints = 'unknown';
  row.slice = 'unknown';
  if (row.pod?.templateOf) row.podReady = null;
  row.routable = headless || row.number !== null;
  // DNS answers addresses, whatever the port.
  if (row.routable) for (const port of served) port.ready = true;
}

function addListings(rows: Rows, { service, ports }: Joined, all: readonly Listing[]): void {
  for (const port of ports) {
    const routable = routableListings(service, port, all);
    for (const listing of all) {
      const named = carries(listing, port);
      if (!named && !service.headless) continue;
      const place = { port, ...placeOf(listing) };
      const row = rows.at({ ...place, number: named ? (listing.port?.number ?? null) : null });
      if (SLICE_STATES.indexOf(listing.state) >= SLICE_STATES.indexOf(row.slice)) {
        row.slice = listing.state;
        row.sliceName = listing.slice.slice.name || null;
      }
      row.nodeName ??= listing.endpoint.nodeName || null;
      row.zone ??= listing.endpoint.zone || null;
      if (listing.endpoint.terminating) row.terminating = true;
      if (!routable.has(listing)) continue;
      row.routable = true;
      if (listing.state === 'ready') port.ready = true;
    }
  }
}

interface Published {
  address: string;
  podName: string | null;
  nodeName: string;
  state: EndpointsState;
  port: { name: string; protocol: string; port: number } | null;
}

function addEndpoints(rows: Rows, { service, ports }: Joined, listed: readonly Published[]): void {
  for (const published of listed)
    for (const port of ports) {
      const named = isUnder(published, port);
      if (!named && !service.headless) continue;
      const { address, podName, nodeName, state } = published;
      const row = rows.at({ port, address, podName, number: named ? (published.port?.port ?? null) : null });
      if (row.endpoints !== 'notReady') row.endpoints = state;
      row.nodeName ??= nodeName || null;
    }
}

function isUnder({ port: published }: Published, { port }: PortView): boolean {
  return published !== null && published.name === port?.name && published.protocol === port.protocol;
}

/** Every address of the Endpoints object, once per port of its subset. */
function* addressesOf({ subsets }: Endpoints): Iterable<Published> {
  for (const { addresses, notReadyAddresses, ports } of subsets)
    for (const port of ports.length > 0 ? ports : [null]) {
      for (const { ip, target, nodeName } of addresses)
        yield { address: ip, podName: podNameOf(target), nodeName, state: 'ready', port };
      for (const { ip, target, nodeName } of notReadyAddresses)
        yield { address: ip, podName: podNameOf(target), nodeName, state: 'notReady', port };
    }
}

function placeOf({ address, endpoint }: Listing) {
  return { address, podName: podNameOf(endpoint.target) };
}

function podNameOf(target: TargetRef | null): string | null {
  return target?.kind === 'Pod' ? target.name : null;
}

function count(port: PortView, own: readonly Backend[]): void {
  const distinct = (some: readonly Backend[]) =>
    new Set(some.map(({ podName, address }) => podName ?? address)).size;
  port.backends = distinct(own);
  port.routable = distinct(own.filter(({ routable }) => routable));
}
