import type { Pod } from '../model/pod.ts';
import type { Backend, PortView, ServiceView } from '../model/view.ts';
import { byText } from '../words/order.ts';
import { isReady, whyNotReady } from './readiness.ts';

export type Joined = Pick<ServiceView, 'service' | 'ports' | 'pods' | 'endpoints' | 'cluster'>;

/** Which row: a port of the Service, an address, the Pod behind it, and the number that connections go to. */
export interface Place {
  port: PortView;
  address: string | null;
  podName: string | null;
  number: number | null;
}

/** The rows of the table while it is joined, found again by what they are about. */
export class Rows {
  readonly #joined: Joined;
  readonly #rows = new Map<string, Backend>();
  readonly #firstOf = new Map<string, Backend>();
  readonly #blank: Pick<Backend, 'endpoints' | 'slice' | 'sliceName' | 'routable'>;

  constructor(joined: Joined) {
    this.#joined = joined;
    const { cluster, service } = joined;
    const slicesUnread = cluster.unread('EndpointSlice', service.namespace) !== null;
    const endpointsUnread = cluster.unread('Endpoints', service.namespace) !== null;
    this.#blank = {
      endpoints: endpointsUnread ? 'unknown' : 'absent',
      slice: slicesUnread ? 'unknown' : 'absent',
      sliceName: null,
      routable: slicesUnread ? null : false,
    };
  }

  /** The row at this place, made if there is none. DNS answers an address once, whatever its number. */
  at(place: Place): Backend {
    const about = this.#key(place);
    const key = `${about}\0${place.number}`;
    const known = this.#joined.service.headless ? this.find(place) : this.#rows.get(key);
    if (known) {
      known.number ??= place.number;
      return known;
    }
    const row: Backend = { ...place, ...this.#facts(place.podName), ...this.#blank };
    this.#rows.set(key, row);
    if (!this.#firstOf.has(about)) this.#firstOf.set(about, row);
    return row;
  }

  /** The row there, whatever its number. */
  find(place: Omit<Place, 'number'>): Backend | undefined {
    return this.#firstOf.get(this.#key(place));
  }

  /** The address stands under some port already. */
  knows(address: string, podName: string | null): boolean {
    return this.#joined.ports.some((port) => this.find({ port, address, podName }) !== undefined);
  }

  /** In the order of ports, Pods, addresses and numbers. */
  sorted(): Backend[] {
    const { ports } = this.#joined;
    return [...this.#rows.values()].sort(
      (a, b) =>
        ports.indexOf(a.port) - ports.indexOf(b.port) ||
        byText(a.podName ?? '', b.podName ?? '') ||
        byText(a.address ?? '', b.address ?? '') ||
        (a.number ?? 0) - (b.number ?? 0),
    );
  }

  #key({ port, address, podName }: Omit<Place, 'number'>): string {
    return `${this.#joined.ports.indexOf(port)}\0${address}\0${podName}`;
  }

  #facts(podName: string | null) {
    const { cluster, service } = this.#joined;
    const found = podName === null ? 'absent' : cluster.find('Pod', service.namespace, podName);
    const pod = typeof found === 'string' ? null : found;
    const ready = pod && isReady(pod);
    return {
      pod,
      podReady: ready,
      podReason: pod && !ready ? whyNotReady(pod).reason : '',
      nodeName: pod?.nodeName || null,
      zone: pod && zoneOf(pod, this.#joined),
      terminating: pod?.deleted != null,
    };
  }
}

function zoneOf(pod: Pod, { cluster }: Joined): string | null {
  const node = pod.nodeName === '' ? 'unread' : cluster.find('Node', '', pod.nodeName);
  return typeof node === 'string' ? null : node.zone || null;
}
