import { Multimap } from './multimap.ts';

interface NamedPort {
  name: string;
  protocol: string;
}

/** kube-proxy matches ports by name and protocol, never by number (ServicePortName, pkg/proxy/types.go). */
export function portKey({ name, protocol }: NamedPort): string {
  return `${protocol}\0${name}`;
}

/** Looks up values by the name and protocol of their port. */
export class PortIndex<T extends { port: NamedPort | null }> {
  readonly #byKey: Multimap<string | null, T>;

  constructor(values: Iterable<T>) {
    this.#byKey = Multimap.groupBy(values, ({ port }) => port && portKey(port));
  }

  /** @returns the values whose port has the same name and protocol; none for null */
  get(port: NamedPort | null): readonly T[] {
    return port === null ? [] : this.#byKey.get(portKey(port));
  }
}
