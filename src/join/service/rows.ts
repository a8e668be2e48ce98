import type { Pod } from '../../model/objects/pod.ts';
import type { ServicePort } from '../../model/objects/service.ts';
import type { Backend } from '../../model/view/backend.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { ServiceView } from '../../model/view/service-view.ts';
import { byText } from '../../text/order.ts';
import { isReady, whyNotReady } from '../controllers/readiness.ts';

/** A Service while it is joined: its ports are known, what is counted behind them is not. */
export interface Joined extends Pick<ServiceView, 'service' | 'pods' | 'endpoints' | 'cluster'> {
  ports: readonly (ServicePort | null)[];
}

/** A row while more may be learned of it. */
export type Row = { -readonly [K in keyof Backend]: Backend[K] };

/** Which row: a port of the Service, an address, the Pod behind it, and the number that connections go to. */
type RowKey = Pick<Backend, 'port' | 'address' | 'podName' | 'number'>;

/** The rows of the table while it is joined, found again by what they are about. */
export class BackendRows {
  readonly #joined: Joined;
  /** By port, then by what they are about. */
  readonly #rows: ReadonlyMap<ServicePort | null, Map<string, Row>>;
  /** What some row is about, whatever its port. */
  readonly #known = new Set<string>();
  readonly #facts = new Map<string | null, ReturnType<typeof factsOf>>();
  readonly #blank: Pick<Backend, 'endpoints' | 'slice' | 'sliceName' | 'routable'>;
  /** The ports that a ready endpoint gets the connections of. */
  readonly ready = new Set<ServicePort | null>();

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
  at(place: RowKey): Row {
    const about = keyOf(place);
    const key = this.#joined.service.headless ? about : `${about}\0${place.number}`;
    const rows = this.#rows.get(place.port);
    const known = rows?.get(key);
    if (known) {
      known.number ??= place.number;
      return known;
    }
    const row: Row = { ...place, ...this.#factsOf(place.podName), ...this.#blank };
    this.#known.add(about);
    rows?.set(key, row);
    return row;
  }

  /** The address stands under some port already. */
  knows(address: string, podName: string | null): boolean {
    return this.#known.has(keyOf({ address, podName }));
  }

  /** By port, in the order of Pods, addresses and numbers. */
  sorted(): ReadonlyMap<ServicePort | null, readonly Backend[]> {
    return new Map([...this.#rows].map(([port, rows]) => [port, [...rows.values()].sort(byPlace)]));
  }

  #factsOf(podName: string | null) {
    const facts = this.#facts.get(podName) ?? factsOf(podName, this.#joined);
    this.#facts.set(podName, facts);
    return facts;
  }
}

function byPlace(a: RowKey, b: RowKey): number {
  return (
    byText(a.podName ?? '', b.podName ?? '') ||
    byText(a.address ?? '', b.address ?? '') ||
    (a.number ?? 0) - (b.number ?? 0)
  );
}

/** What the Pod of a row has to say. */
function factsOf(podName: string | null, { cluster, service }: Joined) {
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

export function zoneOf(pod: Pod, cluster: ClusterView): string | null {
  const node = pod.nodeName === '' ? 'unread' : cluster.find('Node', '', pod.nodeName);
  return typeof node === 'string' ? null : node.zone || null;
}

function keyOf({ address, podName }: Pick<RowKey, 'address' | 'podName'>): string {
  return `${address}\0${podName}`;
}
