/** The cells of the tables of backends. */
import type { BackendReport, EndpointsState, SliceState } from '../../model/report/endpoints-report.ts';
import type { LookupRow } from '../../model/report/lookup-report.ts';
import { counted, listed } from '../../text/list.ts';
import type { TableColumn } from './fitted-table.ts';
import type { Paint } from './paint.ts';

export function portText(name: string, port: number, protocol: string): string {
  return `${name === '' ? '' : `${name} `}${port}/${protocol}`;
}

export function servicePortText({ servicePort, portName, protocol }: BackendReport): string {
  return servicePort === null ? '<none>' : portText(portName, servicePort, protocol);
}

function readyText({ pod, podReady }: BackendReport): string {
  if (pod === null) return '<none>';
  if (podReady === null) return '<unknown>';
  return podReady ? 'True' : 'False';
}

export function readyCell(backend: BackendReport, { state, cell }: Paint): string {
  return backend.podReady === null ? cell(readyText(backend)) : state(readyText(backend), backend.podReady);
}

/** `8080`, `http -> 8080`, `http -> <none>` */
export function targetText({ targetPort, port }: LookupRow): string {
  if (targetPort === null) return '<none>';
  // Without a selector the targetPort is not read.
  if (typeof targetPort === 'number') return `${port ?? targetPort}`;
  return `${targetPort} -> ${port ?? '<none>'}`;
}

/**
 * What the API publishes about backends: one column while the Endpoints object and the EndpointSlices agree on all rows,
 * else one for each.
 * @param wide always one for each, and one for topology hints that are in effect
 */
export interface PublishedColumns {
  columns: TableColumn[];
  cells(backend: BackendReport): string[];
}

export function publishedColumns(backends: readonly BackendReport[], wide: boolean): PublishedColumns {
  const agree = backends.every(({ endpoints, endpointSlice }) => endpoints === endpointSlice);
  if (agree && !wide)
    return {
      columns: [{ head: 'ENDPOINTS', dropped: 2 }],
      cells: ({ endpoints }) => [publishedText(endpoints)],
    };
  const hinted = wide && backends.some(hasHints);
  return {
    columns: [{ head: 'ENDPOINTS' }, { head: 'SLICE' }, ...(hinted ? [{ head: 'HINTS' }] : [])],
    cells: ({ endpoints, endpointSlice, hints }) => [
      publishedText(endpoints),
      publishedText(endpointSlice),
      ...(hinted ? [hintsText(hints)] : []),
    ],
  };
}

/** Some Nodes never send connections here, because of topology hints. */
export function hasHints({ hints }: BackendReport): boolean {
  return hints !== null;
}

/** kube-proxy prefers hints for Nodes; an older one knows those for zones only. */
function clientsText({ hints }: BackendReport): string {
  const { nodes, zones } = hints ?? { nodes: [], zones: [] };
  return nodes.length > 0 ? counted(nodes.length, 'Node') : listed([...new Set(zones)], 1);
}

/** `za,zb`, `za,node/n1` */
function hintsText(hints: BackendReport['hints']): string {
  if (hints === null) return '<none>';
  return [...hints.zones, ...hints.nodes.map((name) => `node/${name}`)].join(',');
}

function publishedText(state: EndpointsState | SliceState): string {
  if (state === 'unknown') return '<unknown>';
  return state === 'notReady' ? 'not ready' : state;
}

export function statusCell(backend: BackendReport, { state }: Paint): string {
  const { failing, routable } = backend;
  return state(statusText(backend), failing === null ? (isEnding(backend) ? null : routable) : false);
}

/** It gets connections, and not for long. */
export function isEnding({ failing, routable, terminating }: BackendReport): boolean {
  return failing === null && routable === true && terminating;
}

/** The podReason of a Pod whose status gives no reason. */
export const NO_REASON = 'NotReady';

/** `routed`, or the most specific reason why a backend gets no connections, or gets them in vain. */
export function statusText(backend: BackendReport): string {
  const { routable, endpointSlice, terminating, podReason, findings, failing } = backend;
  if (failing !== null) return failing;
  if (routable === null) return '<unknown>';
  if (routable && terminating) return 'routed, terminating';
  if (routable) return hasHints(backend) ? `routed from ${clientsText(backend)}` : 'routed';
  if (terminating) return 'terminating';
  const [finding = ''] = findings;
  // The reason of the Pod says more than pod-not-ready; any other finding says more than that reason.
  if (podReason !== '' && (finding === '' || finding === 'pod-not-ready'))
    return podReason === NO_REASON ? 'not ready' : podReason;
  if (endpointSlice === 'notReady' && (finding === '' || finding === 'endpoints-missing')) return 'not ready';
  return finding || (endpointSlice === 'absent' ? 'not published' : 'not routed');
}
