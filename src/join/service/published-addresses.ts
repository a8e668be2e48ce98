import type { ServicePort } from '../../model/objects/service.ts';
import type { Listing } from '../../model/view/slice-view.ts';
import { Multimap } from '../index/multimap.ts';
import { portKey } from '../index/port-index.ts';
import type { Listings } from './listings.ts';

/** Looks up whether the slices of a Service publish an address. */
export class PublishedAddresses {
  readonly #addresses = new Set<string>();
  readonly #sockets = new Set<string>();
  /** By address and Pod. */
  readonly #reconciled = new Multimap<string, Listing>();

  constructor({ all, addresses }: Listings) {
    for (const listing of all) {
      const { address, port, state } = listing;
      // A not-ready endpoint of another manager does not replace the controller's.
      if (state !== 'ready' && !isReconciled(listing)) continue;
      this.#addresses.add(address);
      if (port) this.#sockets.add(socketKey(portKey(port), address, port.number));
    }
    for (const listing of addresses)
      if (isReconciled(listing))
        this.#reconciled.add(endpointKey(listing.address, listing.endpoint.target?.name ?? null), listing);
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

  /** @returns the controller's listings of the address that name this Pod or none */
  reconciled(address: string, podName: string): readonly Listing[] {
    return [
      ...this.#reconciled.get(endpointKey(address, podName)),
      ...this.#reconciled.get(endpointKey(address, null)),
    ];
  }
}

/** The EndpointSlice controller keeps the slice up to date. */
function isReconciled({ slice }: Listing): boolean {
  return slice.role === 'controller' && !slice.frozen;
}

const socketKey = (port: string, address: string, number: number | null) => `${port}\0${address}\0${number}`;
const endpointKey = (address: string, podName: string | null) => JSON.stringify([address, podName]);
