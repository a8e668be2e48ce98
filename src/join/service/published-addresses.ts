import type { ServicePort } from '../../model/objects/service.ts';
import type { Listing } from '../../model/view/slice-view.ts';
import { Multimap } from '../index/multimap.ts';
import type { Listings } from './listings.ts';

/** Looks up whether the slices of a Service publish an address. */
export class PublishedAddresses {
  readonly #addresses = new Set<string>();
  readonly #sockets = new Map<ServicePort, Sockets>();
  /** By the Pod that the endpoint names. */
  readonly #reconciledPods = new Multimap<string, Listing>();
  /** Of the endpoints that name no Pod, by address. */
  readonly #reconciledAddresses = new Multimap<string, Listing>();

  constructor({ all, addresses }: Listings) {
    for (const listing of all) {
      // A not-ready endpoint of another manager does not replace the controller's.
      if (listing.state !== 'ready' && !isReconciled(listing)) continue;
      this.#addresses.add(listing.address);
      if (listing.port)
        for (const port of listing.port.servicePorts)
          this.#socketsOf(port).add(listing.address, listing.port.number);
    }
    for (const listing of addresses) {
      if (!isReconciled(listing)) continue;
      const { target } = listing.endpoint;
      if (target) this.#reconciledPods.add(target.name, listing);
      else this.#reconciledAddresses.add(listing.address, listing);
    }
  }

  #socketsOf(port: ServicePort): Sockets {
    const known = this.#sockets.get(port);
    if (known) return known;
    const sockets = new Sockets();
    this.#sockets.set(port, sockets);
    return sockets;
  }

  /** The address is published under each of the ports. */
  has(address: string, ports: ReadonlyMap<ServicePort | null, number>): boolean {
    if (!this.#addresses.has(address)) return false;
    for (const [port, number] of ports)
      if (!port || !this.#sockets.get(port)?.has(address, number)) return false;
    return true;
  }

  /** @returns the controller's listings of the address that name this Pod or none */
  reconciled(address: string, podName: string): readonly Listing[] {
    return [
      ...this.#reconciledPods.get(podName).filter((listing) => listing.address === address),
      ...this.#reconciledAddresses.get(address),
    ];
  }
}

/** Addresses with port numbers; most addresses have one number, so no key is made for that. */
class Sockets {
  readonly #numbers = new Map<string, number | null>();
  readonly #further = new Set<string>();

  add(address: string, number: number | null): void {
    const known = this.#numbers.get(address);
    if (known === undefined) this.#numbers.set(address, number);
    else if (known !== number) this.#further.add(`${address} ${number}`);
  }

  has(address: string, number: number): boolean {
    return this.#numbers.get(address) === number || this.#further.has(`${address} ${number}`);
  }
}

/** The EndpointSlice controller keeps the slice up to date. */
function isReconciled({ slice }: Listing): boolean {
  return slice.role === 'controller' && !slice.frozen;
}
