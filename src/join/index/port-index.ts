import type { ServicePort } from '../../model/objects/service.ts';
import { Multimap } from './multimap.ts';

interface NamedPort {
  name: string;
  protocol: string;
}

/** kube-proxy matches ports by name and protocol, never by number (ServicePortName, pkg/proxy/types.go). */
export function portKey({ name, protocol }: NamedPort): string {
  return `${protocol}\0${name}`;
}

/** Looks up the ports of a Service by name and protocol. */
export class PortIndex {
  readonly #byKey: Multimap<string, ServicePort>;

  constructor(ports: readonly ServicePort[]) {
    this.#byKey = Multimap.groupBy(ports, portKey);
  }

  /** @returns the Service ports that a port of a slice, or of a subset of Endpoints, is published for */
  get(port: NamedPort): readonly ServicePort[] {
    return this.#byKey.get(portKey(port));
  }
}
