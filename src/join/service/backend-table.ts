import type { Pod } from '../../model/objects/pod.ts';
import type { ServicePort } from '../../model/objects/service.ts';
import type { Backend } from '../../model/view/backend.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { ServiceView } from '../../model/view/service-view.ts';
import type { TopologyHints } from '../../model/view/slice-view.ts';
import { byText } from '../../text/order.ts';
import { findLostNode, findNotReadyCause, isReady } from '../controllers/readiness.ts';
import type { PortIndex } from '../index/port-index.ts';
import type { EndpointFaults } from './endpoint-faults.ts';

/** A Service with its Pods and Endpoints, before its backends are joined. */
export interface ServiceContext extends Pick<ServiceView, 'service' | 'pods' | 'endpoints' | 'cluster'> {
  faults: EndpointFaults;
  hints: TopologyHints | null;
  ports: readonly (ServicePort | null)[];
  portIndex: PortIndex;
}

/** A backend that the join still changes. */
export type Row = { -readonly [K in keyof Backend]: Backend[K] };

/**
 * Identifies a row: a port of the Service, an address, its Pod, and the number that connections go to. An address that
 * is listed twice with different readiness has a row for each.
 */
type RowKey = Pick<Backend, 'port' | 'address' | 'podName' | 'number'> & { twin?: boolean };

/** The backends of a Service while they are joined, one row for each key. */
export class BackendTable {
  readonly #context: ServiceContext;
  readonly #rows: ReadonlyMap<ServicePort | null, Map<string, Row>>;
  /** Addresses with their Pods that have a row under any port; null until one is looked up. */
  #endpoints: Set<string> | null = null;
  /** The rows to copy for a new one, by Pod. */
  readonly #newRows = new Map<string | null, Row>();
  readonly #defaults: Pick<Backend, 'endpoints' | 'slice' | 'sliceName' | 'routable' | 'fault' | 'hints'>;
  /** The ports with a ready endpoint that gets connections. */
  readonly readyPorts = new Set<ServicePort | null>();

  constructor(context: ServiceContext) {
    this.#context = context;
    this.#rows = new Map(context.ports.map((port) => [port, new Map()]));
    const { cluster, service } = context;
    const slicesUnread = cluster.unread('EndpointSlice', service.namespace) !== null;
    const endpointsUnread = cluster.unread('Endpoints', service.namespace) !== null;
    this.#defaults = {
      endpoints: endpointsUnread ? 'unknown' : 'absent',
      slice: slicesUnread ? 'unknown' : 'absent',
      sliceName: null,
      routable: slicesUnread ? null : false,
      fault: null,
      hints: null,
    };
  }

  /** Gets or adds a row. For a headless Service the number is no part of the key: DNS answers an address once. */
  row(key: RowKey): Row {
    const endpoint = endpointKey(key);
    const rowKey = this.#context.service.headless
      ? endpoint
      : `${endpoint}\0${key.number}${key.twin ? ' twin' : ''}`;
    const rows = this.#rows.get(key.port);
    const known = rows?.get(rowKey);
    if (known) {
      known.number ??= key.number;
      return known;
    }
    const { port, address, podName, number } = key;
    const row: Row = { ...this.#newRow(podName), port, address, podName, number };
    this.#endpoints?.add(endpoint);
    rows?.set(rowKey, row);
    return row;
  }

  /** The address has a row under some port. */
  has(address: string, podName: string | null): boolean {
    this.#endpoints ??= new Set(
      [...this.#rows.values()].flatMap((rows) => [...rows.values()].map(endpointKey)),
    );
    return this.#endpoints.has(endpointKey({ address, podName }));
  }

  /** @returns the rows of each port, sorted by Pod, address and number */
  sortedByPort(): ReadonlyMap<ServicePort | null, readonly Backend[]> {
    return new Map([...this.#rows].map(([port, rows]) => [port, [...rows.values()].sort(byRowKey)]));
  }

  #newRow(podName: string | null): Row {
    const known = this.#newRows.get(podName);
    if (known) return known;
    const key = { port: null, address: null, podName, number: null };
    const row = { ...key, ...podFields(podName, this.#context), ...this.#defaults };
    this.#newRows.set(podName, row);
    return row;
  }
}

function byRowKey(a: Row, b: Row): number {
  return (
    byText(a.podName ?? '', b.podName ?? '') ||
    byText(a.address ?? '', b.address ?? '') ||
    (a.number ?? 0) - (b.number ?? 0) ||
    // Of an address that is listed twice, ready comes before notReady.
    byText(b.slice, a.slice)
  );
}

/** Fills the fields of a row that come from its Pod. */
function podFields(podName: string | null, { cluster, service }: ServiceContext) {
  const found = podName === null ? 'absent' : cluster.find('Pod', service.namespace, podName);
  const pod = typeof found === 'string' ? null : found;
  const ready = pod && isReady(pod);
  return {
    pod,
    podReady: ready,
    podReason: pod && !ready ? findNotReadyCause(pod, findLostNode(pod, cluster)).reason : '',
    nodeName: pod?.nodeName || null,
    zone: pod && zoneOf(pod, cluster),
    terminating: pod?.deleted != null,
  };
}

/** @returns the zone of the Pod's Node, or null if it is unknown */
export function zoneOf(pod: Pod, cluster: ClusterView): string | null {
  const node = pod.nodeName === '' ? 'unread' : cluster.find('Node', '', pod.nodeName);
  return typeof node === 'string' ? null : node.zone || null;
}

function endpointKey({ address, podName }: Pick<RowKey, 'address' | 'podName'>): string {
  return `${address}\0${podName}`;
}
