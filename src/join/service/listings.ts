import type { ServicePort } from '../../model/objects/service.ts';
import type { Listing, SliceView } from '../../model/view/slice-view.ts';
import { ByPort } from '../index/by-port.ts';
import { stateOf } from './slices.ts';

/** What the slices of a Service list: every address of every endpoint, under each port of its slice. */
export class Listings {
  readonly all: readonly Listing[];
  /** Each address of each endpoint once, whatever its ports. */
  readonly addresses: readonly Listing[];
  readonly #byPort: ByPort<Listing>;

  constructor(slices: readonly SliceView[]) {
    const listed = slices.flatMap((slice) => [...listedIn(slice)]);
    this.all = listed.flat();
    this.addresses = listed.flatMap(([first]) => first ?? []);
    this.#byPort = new ByPort(this.all);
  }

  /** Listed under the name and protocol of the Service's port. */
  under(port: ServicePort | null): readonly Listing[] {
    return this.#byPort.under(port);
  }
}

/** For each address of each endpoint its listings, one for each port of the slice; at least one. */
function* listedIn(slice: SliceView): Iterable<Listing[]> {
  const { ports: written, endpoints } = slice.slice;
  const ports = written.map(({ name, protocol, port }) => ({ name, protocol, number: port || null }));
  for (const endpoint of endpoints) {
    const state = stateOf(endpoint);
    for (const address of endpoint.addresses)
      yield (ports.length > 0 ? ports : [null]).map((port) => ({ slice, endpoint, address, port, state }));
  }
}
