import type { ServicePort } from '../../model/objects/service.ts';
import type { Listing, SliceView } from '../../model/view/slice-view.ts';
import { Multimap } from '../index/multimap.ts';
import type { PortIndex } from '../index/port-index.ts';
import { endpointState } from './slices.ts';

/** The addresses in the slices of a Service, each under every port of its slice. */
export class Listings {
  readonly all: readonly Listing[];
  /** Each address of each endpoint once, under the first port of its slice. */
  readonly addresses: readonly Listing[];
  readonly #byPort = new Multimap<ServicePort | null, Listing>();

  constructor(slices: readonly SliceView[], portIndex: PortIndex) {
    const all: Listing[] = [];
    const addresses: Listing[] = [];
    for (const slice of slices) {
      const ports = listedPorts(slice, portIndex);
      for (const endpoint of slice.slice.endpoints) {
        const state = endpointState(endpoint);
        for (const address of endpoint.addresses)
          for (const port of ports) {
            const listing = { slice, endpoint, address, port, state };
            all.push(listing);
            if (port === ports[0]) addresses.push(listing);
            for (const servicePort of port?.servicePorts ?? []) this.#byPort.add(servicePort, listing);
          }
      }
    }
    this.all = all;
    this.addresses = addresses;
  }

  /** @returns the listings under the name and protocol of the Service port */
  onPort(port: ServicePort | null): readonly Listing[] {
    return this.#byPort.get(port);
  }
}

/** @returns the ports of the slice, or null as its only port */
function listedPorts({ slice }: SliceView, portIndex: PortIndex): readonly Listing['port'][] {
  if (slice.ports.length === 0) return [null];
  return slice.ports.map((port) => ({ number: port.port || null, servicePorts: portIndex.get(port) }));
}
