import type { ServicePort } from '../../model/objects/service.ts';
import type { Listing, SliceView } from '../../model/view/slice-view.ts';
import { PortIndex } from '../index/port-index.ts';
import { endpointState } from './slices.ts';

/** The addresses in the slices of a Service, each under every port of its slice. */
export class Listings {
  readonly all: readonly Listing[];
  /** Each address of each endpoint once, under the first port of its slice. */
  readonly addresses: readonly Listing[];
  readonly #byPort: PortIndex<Listing>;

  constructor(slices: readonly SliceView[]) {
    const byAddress = slices.flatMap((slice) => [...listingsIn(slice)]);
    this.all = byAddress.flat();
    this.addresses = byAddress.flatMap(([first]) => first ?? []);
    this.#byPort = new PortIndex(this.all);
  }

  /** @returns the listings under the name and protocol of the Service port */
  onPort(port: ServicePort | null): readonly Listing[] {
    return this.#byPort.get(port);
  }
}

/** Yields the listings of each address: one for each port of the slice, or one without a port. */
function* listingsIn(slice: SliceView): Iterable<Listing[]> {
  const { ports: slicePorts, endpoints } = slice.slice;
  const ports = slicePorts.map(({ name, protocol, port }) => ({ name, protocol, number: port || null }));
  for (const endpoint of endpoints) {
    const state = endpointState(endpoint);
    for (const address of endpoint.addresses)
      yield (ports.length > 0 ? ports : [null]).map((port) => ({ slice, endpoint, address, port, state }));
  }
}
