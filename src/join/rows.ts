import type { ClusterView } from '../model/cluster-view.ts';
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
  /** By port, then by what they are about: of several the numbers differ. */
  readonly #rows: ReadonlyMap<PortView, Map<string, Backend[]>>;
  readonly #blank: Pick<Backend, 'endpoints' | 'slice' | 'sliceName' | 'routable'>;

  constructor(joined: Joined) {
    this.#joined = joined;
    this.#rows = new Map(joined.ports.map((port) => [port, new Map()]));
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
    const about = keyOf(place);
    const ofPort = this.#rows.get(place.port);
    const rows = ofPort?.get(about) ?? [];
    const { headless } = this.#joined.service;
    const known = rows.find(({ number }) => headless || number === place.number);
    if (known) {
      known.number ??= place.number;
      return known;
    }
    const row: Backend = { ...place, ...this.#facts(place.podName), ...this.#blank };
    rows.push(row);
    if (rows.length === 1) ofPort?.set(about, rows);
    return row;
  }

  /** The address stands under some port already. */
  knows(address: string, podName: string | null): boolean {
    const about = keyOf({ address, podName });
    return [...this.#rows.values()].some((ofPort) => ofPort.has(about));
  }

  /** In the order of ports, Pods, addresses and numbers. */
  sorted(): Backend[] {
    return [...this.#rows.values()].flatMap((ofPort) =>
      [...ofPort.values()]
        .flat()
        .sort(
          (a, b) =>
            byText(a.podName ?? '', b.podName ?? '') ||
            byText(a.address ?? '', b.address ?? '') ||
            (a.number ?? 0) - (b.number ?? 0),
        ),
    );
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
      zone: pod && zoneOf(pod, cluster),
      terminating: pod?.deleted != null,
    };
  }
}

export function zoneOf(pod: Pod, cluster: ClusterView): string | null {
  const node = pod.nodeName === '' ? 'unread' : cluster.find('Node', '', pod.nodeName);
  return typeof node === 'string' ? null : node.zone || null;
}

function keyOf({ address, podName }: Pick<Place, 'address' | 'podName'>): string {
  return `${address}\0${podName}`;
}
