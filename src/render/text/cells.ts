/** What the cells of a table of backends say. */
import type { BackendReport } from '../../model/report/endpoints-report.ts';
import type { Paint } from './paint.ts';

export function portText(name: string, port: number, protocol: string): string {
  return `${name === '' ? '' : `${name} `}${port}/${protocol}`;
}

export function socketText(address: string, port: number | null): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function known<T>(value: T | null, text: (value: T) => string): string {
  return value === null ? '<unknown>' : text(value);
}

export function servicePortText({ servicePort, portName, protocol }: BackendReport): string {
  return servicePort === null ? '<none>' : portText(portName, servicePort, protocol);
}

export function readyText({ pod, podReady }: BackendReport): string {
  return pod === null ? '<none>' : known(podReady, (ready) => (ready ? 'True' : 'False'));
}

/** What is published, and what becomes of connections: ENDPOINTS, SLICE, STATUS. */
export function publishedCells(backend: BackendReport, { routed }: Paint): string[] {
  return [
    backend.endpoints === 'unknown' ? '<unknown>' : backend.endpoints,
    backend.endpointSlice === 'unknown' ? '<unknown>' : backend.endpointSlice,
    routed(statusText(backend), backend.routable),
  ];
}

/** Why a row is not served, in the words that come nearest to the cause. */
export function statusText({
  routable,
  endpointSlice,
  terminating,
  podReason,
  findings,
}: BackendReport): string {
  if (routable === null) return '<unknown>';
  if (routable) return endpointSlice === 'serving' ? 'routed, terminating' : 'routed';
  if (terminating) return 'terminating';
  const [finding = ''] = findings;
  // Why a Pod is not Ready says more than that it is not; another finding says what keeps it out.
  if (podReason !== '' && (finding === '' || finding === 'pod-not-ready')) return podReason;
  return finding || (endpointSlice === 'absent' ? 'not published' : 'not routed');
}
