import type {
  EndpointAddress,
  EndpointSlice,
  EndpointSubset,
  Endpoints,
} from '../../model/objects/endpoints.ts';
import type { Mirror, MirroredEndpoint } from '../../model/view/mirror.ts';
import { LABEL, MANAGER } from '../../model/well-known.ts';
import { familyOf } from '../../text/address.ts';
import { byText } from '../../text/order.ts';

/** The most that the controller copies of one subset (--mirroring-max-endpoints-per-subset). */
const MOST = 1000;

type SubsetPort = EndpointSubset['ports'][number];

interface Exploded {
  port: SubsetPort | null;
  /** By address and targetRef: whether it is ready; not ready wins. */
  addresses: Map<string, { address: string; ready: boolean }>;
}

/**
 * What the EndpointSliceMirroring controller should make of an Endpoints object, or why it makes nothing.
 * Subsets are first packed anew: ports with the same addresses share a slice, where names are unique.
 * Source: endpointslicemirroring/{reconciler,utils}.go, pkg/api/v1/endpoints/util.go, 1.36.
 */
export function mirrorOf(endpoints: Endpoints): Mirror {
  const exploded = [...explode(endpoints).values()];
  const ready = new Set(exploded.flatMap(readyIn));
  if (endpoints.skipMirror) return { refused: 'skipMirror', portName: '', ready, endpoints: [] };
  if (endpoints.leaderElection) return { refused: 'leaderElection', portName: '', ready, endpoints: [] };
  const packed = [...pack(exploded).values()];
  const refused = packed.map(nameTwice).find((name) => name !== null);
  return {
    refused: refused === undefined ? null : 'portNamedTwice',
    portName: refused ?? '',
    ready,
    // Each slice is written by itself: the API refuses some, and takes the others.
    endpoints: packed.filter((ports) => nameTwice(ports) === null).flatMap(mirrored),
  };
}

/** Ports by the addresses that they have in common. */
function pack(exploded: readonly Exploded[]): ReadonlyMap<string, Exploded[]> {
  return Map.groupBy(exploded, ({ addresses }) =>
    [...addresses]
      .map(([key, { ready }]) => `${key} ${ready}`)
      .toSorted(byText)
      .join('\n'),
  );
}

function explode({ subsets }: Endpoints): ReadonlyMap<string, Exploded> {
  const ports = new Map<string, Exploded>();
  for (const [index, { addresses, notReadyAddresses, ports: listed }] of subsets.entries())
    for (const port of listed.length > 0 ? listed : [null]) {
      const key = port === null ? '' : portKey(port, index);
      const exploded = ports.get(key) ?? { port, addresses: new Map() };
      ports.set(key, exploded);
      for (const address of addresses) add(exploded, address, true);
      for (const address of notReadyAddresses) add(exploded, address, false);
    }
  return ports;
}

/** An appProtocol is compared as a pointer, so that such ports of two subsets are never the same. */
function portKey({ name, port, protocol, appProtocol }: SubsetPort, subset: number): string {
  return `${name} ${port} ${protocol} ${appProtocol && `${appProtocol} ${subset}`}`;
}

function add({ addresses }: Exploded, { ip, target }: EndpointAddress, ready: boolean): void {
  const key = `${ip} ${target?.uid ?? ''}`;
  const known = addresses.get(key);
  addresses.set(key, { address: ip, ready: ready && (known?.ready ?? true) });
}

function readyIn({ addresses }: Exploded): string[] {
  return [...addresses.values()].filter(({ ready }) => ready).map(({ address }) => address);
}

function nameTwice(ports: readonly Exploded[]): string | null {
  const names = new Set<string>();
  for (const { port } of ports) {
    if (port && names.has(port.name)) return port.name;
    if (port) names.add(port.name);
  }
  return null;
}

/** The slices that will be there once a manifest of Endpoints has been applied. */
export function supposedSlices(endpoints: Endpoints): EndpointSlice[] {
  return mirrorOf(endpoints).endpoints.map(({ address, ready, ports }) => ({
    ...endpoints,
    kind: 'EndpointSlice',
    name: '',
    service: endpoints.name,
    managedBy: MANAGER.mirroring,
    headlessLabel: endpoints.labels[LABEL.headless] !== undefined,
    addressType: familyOf(address),
    ports,
    endpoints: [
      { addresses: [address], ready, serving: null, terminating: null, nodeName: '', zone: '', target: null },
    ],
  }));
}

function mirrored(ports: Exploded[]): MirroredEndpoint[] {
  const addresses = [...(ports[0]?.addresses.values() ?? [])].toSorted(
    (a, b) => Number(b.ready) - Number(a.ready) || byText(a.address, b.address),
  );
  const listed = ports.flatMap(({ port }) => (port === null ? [] : [port]));
  return addresses.slice(0, MOST).map(({ address, ready }) => ({ address, ready, ports: listed }));
}
