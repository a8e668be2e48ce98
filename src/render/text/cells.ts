/** The cells of the tables of backends. */
import type { BackendReport, EndpointsState, SliceState } from '../../model/report/endpoints-report.ts';
import type { LookupRow } from '../../model/report/lookup-report.ts';
import type { TableColumn } from './fitted-table.ts';
import type { Paint } from './paint.ts';

export function portText(name: string, port: number, protocol: string): string {
  return `${name === '' ? '' : `${name} `}${port}/${protocol}`;
}

export function socketText(address: string, port: number | null): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
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
  return typeof targetPort === 'number' ? `${targetPort}` : `${targetPort} -> ${port ?? '<none>'}`;
}

/**
 * What the API publishes about backends: one column while the Endpoints object and the EndpointSlices agree on all rows,
 * else one for each.
 * @param wide always one for each
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
  return {
    columns: [{ head: 'ENDPOINTS' }, { head: 'SLICE' }],
    cells: ({ endpoints, endpointSlice }) => [publishedText(endpoints), publishedText(endpointSlice)],
  };
}

function publishedText(state: EndpointsState | SliceState): string {
  if (state === 'unknown') return '<unknown>';
  return state === 'notReady' ? 'not ready' : state;
}

export function statusCell(backend: BackendReport, { state }: Paint): string {
  const { failing, routable, endpointSlice } = backend;
  const mayEnd = routable && endpointSlice === 'serving';
  return state(statusText(backend), failing === null ? (mayEnd ? null : routable) : false);
}

/** The podReason of a Pod whose status gives no reason. */
export const NO_REASON = 'NotReady';

/** `routed`, or the most specific reason why a backend gets no connections, or gets them in vain. */
export function statusText(backend: BackendReport): string {
  const { routable, endpointSlice, terminating, podReason, findings, failing } = backend;
  if (failing !== null) return failing;
  if (routable === null) return '<unknown>';
  if (routable) return endpointSlice === 'serving' ? 'routed, terminating' : 'routed';
  if (terminating) return 'terminating';
  const [finding = ''] = findings;
  // The reason of the Pod says more than pod-not-ready; any other finding says more than that reason.
  if (podReason !== '' && (finding === '' || finding === 'pod-not-ready'))
    return podReason === NO_REASON ? 'not ready' : podReason;
  if (endpointSlice === 'notReady' && (finding === '' || finding === 'endpoints-missing')) return 'not ready';
  return finding || (endpointSlice === 'absent' ? 'not published' : 'not routed');
}
