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

/** The default of --mirroring-max-endpoints-per-subset. */
const MAX_ENDPOINTS_PER_SUBSET = 1000;

type SubsetPort = EndpointSubset['ports'][number];

/** A port and the addresses of all subsets that have it. */
interface PortAddresses {
  port: SubsetPort | null;
  /** By address and targetRef. An address that is not ready in one subset is not ready. */
  addresses: Map<string, Omit<MirroredEndpoint, 'ports'>>;
}

/**
 * Computes the endpoints that the EndpointSliceMirroring controller should publish for an Endpoints object, or why
 * it publishes none. The controller repacks the subsets first: ports with the same addresses share a slice, and
 * the API requires unique port names in a slice.
 * Source: endpointslicemirroring/{reconciler,utils}.go, pkg/api/v1/endpoints/util.go, 1.36.
 */
export function mirrorEndpoints(endpoints: Endpoints): Mirror {
  const expanded = [...expandSubsets(endpoints).values()];
  const ready = new Set(expanded.flatMap(readyAddresses));
  if (endpoints.skipMirror) return { refused: 'skipMirror', portName: '', ready, endpoints: [] };
  if (endpoints.leaderElection) return { refused: 'leaderElection', portName: '', ready, endpoints: [] };
  const subsets = [...repackSubsets(expanded).values()];
  const duplicate = subsets.map(findDuplicatePortName).find((name) => name !== null);
  return {
    refused: duplicate === undefined ? null : 'portNamedTwice',
    portName: duplicate ?? '',
    ready,
    // The controller writes slice by slice: the API server refuses one and accepts the next.
    endpoints: subsets.filter((ports) => findDuplicatePortName(ports) === null).flatMap(mirroredEndpoints),
  };
}

/** Makes the slices that the controller will write for the Endpoints object of a manifest. */
export function mirroredSlices(endpoints: Endpoints): EndpointSlice[] {
  return mirrorEndpoints(endpoints).endpoints.map(({ address, ready, ports, nodeName, target }) => ({
    ...endpoints,
    kind: 'EndpointSlice',
    name: '',
    service: endpoints.name,
    managedBy: MANAGER.mirroring,
    headlessLabel: endpoints.labels[LABEL.headless] !== undefined,
    addressType: familyOf(address),
    ports,
    endpoints: [
      {
        addresses: [address],
        ready,
        serving: null,
        terminating: null,
        nodeName,
        zone: '',
        target,
        hints: null,
      },
    ],
  }));
}

/** Collects the addresses of each port over all subsets. */
function expandSubsets({ subsets }: Endpoints): ReadonlyMap<string, PortAddresses> {
  const byPort = new Map<string, PortAddresses>();
  for (const [index, { addresses, notReadyAddresses, ports }] of subsets.entries())
    for (const port of ports.length > 0 ? ports : [null]) {
      const key = port === null ? '' : portKey(port, index);
      const expanded = byPort.get(key) ?? { port, addresses: new Map() };
      byPort.set(key, expanded);
      for (const address of addresses) addAddress(expanded, address, true);
      for (const address of notReadyAddresses) addAddress(expanded, address, false);
    }
  return byPort;
}

/** The controller compares appProtocol as a pointer, so ports that have one are equal in no two subsets. */
function portKey({ name, port, protocol, appProtocol }: SubsetPort, subset: number): string {
  return `${name} ${port} ${protocol} ${appProtocol && `${appProtocol} ${subset}`}`;
}

function addAddress(
  { addresses }: PortAddresses,
  { ip, nodeName, target }: EndpointAddress,
  ready: boolean,
): void {
  const key = `${ip} ${target?.uid ?? ''}`;
  const known = addresses.get(key);
  addresses.set(key, { address: ip, nodeName, target, ready: ready && (known?.ready ?? true) });
}

/** Groups the ports that have the same addresses. */
function repackSubsets(expanded: readonly PortAddresses[]): ReadonlyMap<string, PortAddresses[]> {
  return Map.groupBy(expanded, ({ addresses }) =>
    [...addresses]
      .map(([key, { ready }]) => `${key} ${ready}`)
      .toSorted(byText)
      .join('\n'),
  );
}

function readyAddresses({ addresses }: PortAddresses): string[] {
  return [...addresses.values()].filter(({ ready }) => ready).map(({ address }) => address);
}

function findDuplicatePortName(ports: readonly PortAddresses[]): string | null {
  const names = new Set<string>();
  for (const { port } of ports) {
    if (port && names.has(port.name)) return port.name;
    if (port) names.add(port.name);
  }
  return null;
}

/** Lists the addresses that the ports of a subset share, ready ones first. */
function mirroredEndpoints(subset: readonly PortAddresses[]): MirroredEndpoint[] {
  const addresses = [...(subset[0]?.addresses.values() ?? [])].toSorted(
    (a, b) => Number(b.ready) - Number(a.ready) || byText(a.address, b.address),
  );
  const ports = subset.flatMap(({ port }) => (port === null ? [] : [port]));
  return addresses.slice(0, MAX_ENDPOINTS_PER_SUBSET).map((endpoint) => ({ ...endpoint, ports }));
}
