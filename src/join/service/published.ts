import type { ServicePort } from '../../model/objects/service.ts';
import type { Listing } from '../../model/view/slice-view.ts';
import { portKey } from '../index/by-port.ts';
import { Multimap } from '../index/multimap.ts';
import type { Listings } from './listings.ts';

/** Where a Service's slices publish an address, looked up for each of its Pods. */
export class Published {
  readonly #addresses = new Set<string>();
  readonly #sockets = new Set<string>();
  /** What the controller looks after, by address and Pod. */
  readonly #followed = new Multimap<string, Listing>();

  constructor({ all, addresses }: Listings) {
    for (const listing of all) {
      const { address, port, state } = listing;
      // What another manager lists as not ready is not what the controller owes.
      if (state !== 'ready' && !isFollowed(listing)) continue;
      this.#addresses.add(address);
      if (port) this.#sockets.add(socketKey(portKey(port), address, port.number));
    }
    for (const listing of addresses)
      if (isFollowed(listing))
        this.#followed.add(placeKey(listing.address, listing.endpoint.target?.name ?? null), listing);
  }

  /** The address is published under each of the ports. */
  has(address: string, ports: ReadonlyMap<ServicePort | null, number>): boolean {
    return (
      this.#addresses.has(address) &&
      [...ports].every(
        ([port, number]) => port && this.#sockets.has(socketKey(portKey(port), address, number)),
      )
    );
  }

  /** What the controller lists of the Pod at the address; an endpoint that names no Pod is taken for its own. */
  followed(address: string, podName: string): readonly Listing[] {
    return [
      ...this.#followed.get(placeKey(address, podName)),
      ...this.#followed.get(placeKey(address, null)),
    ];
  }
}

function isFollowed({ slice }: Listing): boolean {
  return slice.role === 'controller' && !slice.frozen;
}

const socketKey = (port: string, address: string, number: number | null) => `${port}\0${address}\0${number}`;
const placeKey = (address: string, podName: string | null) => JSON.stringify([address, podName]);
