import { Multimap } from './multimap.ts';

interface NamedPort {
  name: string;
  protocol: string;
}

/** kube-proxy finds a Service's port in a slice by name and protocol: numbers are not compared. */
export function portKey({ name, protocol }: NamedPort): string {
  return `${protocol}\0${name}`;
}

/** Whatever has a port, by the name and protocol of that. */
export class ByPort<T extends { port: NamedPort | null }> {
  readonly #byKey: Multimap<string | null, T>;

  constructor(all: Iterable<T>) {
    this.#byKey = Multimap.groupBy(all, ({ port }) => port && portKey(port));
  }

  /** Those whose port has the same name and protocol; none for no port. */
  under(port: NamedPort | null): readonly T[] {
    return port === null ? [] : this.#byKey.get(portKey(port));
  }
}
