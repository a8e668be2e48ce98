/** The cells of the tables of backends. */

import type { BackendReport, ServiceReport } from '../../model/report/endpoints-report.ts';
import type { LookupRow } from '../../model/report/lookup-report.ts';
import { listed } from '../../text/list.ts';
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

export function readyText({ pod, podReady }: BackendReport): string {
  if (pod === null) return '<none>';
  if (podReady === null) return '<unknown>';
  return podReady ? 'True' : 'False';
}

/** `8080`, `http -> 8080`, `http -> <none>` */
export function targetText({ targetPort, port }: LookupRow): string {
  if (targetPort === null) return '<none>';
  // Without a selector the targetPort is not read.
  if (typeof targetPort === 'number') return `${port ?? targetPort}`;
  return `${targetPort} -> ${port ?? '<none>'}`;
}

export function backendHead(wide: boolean): string[] {
  return ['PORT', 'POD', 'IP', ...(wide ? ['NODE', 'ZONE', 'PHASE'] : []), 'READY', ...PUBLISHED_HEAD];
}

export function backendCells(backend: BackendReport, wide: boolean, paint: Paint): string[] {
  const { pod, address, port, node, zone, podPhase } = backend;
  return [
    servicePortText(backend),
    pod ?? '<none>',
    address === null ? '<none>' : socketText(address, port),
    ...(wide ? [node, zone, podPhase].map((cell) => cell ?? '<none>') : []),
    readyText(backend),
    ...publishedCells(backend, paint),
  ];
}

/** The cells after PORT of a Service port without backends, or whose backends could not be read. */
export function noBackendCells(
  { pods, endpoints, slices }: ServiceReport['unread'],
  wide: boolean,
): string[] {
  const cell = (unread: boolean) => (unread ? '<unknown>' : '<none>');
  const podCells = Array.from({ length: wide ? 6 : 3 }, () => cell(pods || slices));
  return [...podCells, cell(endpoints), cell(slices), cell(slices)];
}

export const PUBLISHED_HEAD = ['ENDPOINTS', 'SLICE', 'STATUS'];

/** The cells under PUBLISHED_HEAD: what the API publishes, and whether connections are routed. */
export function publishedCells(backend: BackendReport, { routed }: Paint): string[] {
  return [
    backend.endpoints === 'unknown' ? '<unknown>' : backend.endpoints,
    backend.endpointSlice === 'unknown' ? '<unknown>' : backend.endpointSlice,
    routed(statusText(backend), backend.routable && backend.fault === null),
  ];
}

/** Whether connections are routed to a backend; if not, the most specific reason. */
export function statusText({
  routable,
  endpointSlice,
  terminating,
  podReason,
  findings,
  chosenBy,
  fault,
}: BackendReport): string {
  if (routable === null) return '<unknown>';
  if (fault !== null) return fault;
  if (routable && terminating) return 'routed, terminating';
  if (routable) return chosenBy.length === 0 ? 'routed' : `routed from ${listed(chosenBy, 2)}`;
  if (terminating) return 'terminating';
  const [finding = ''] = findings;
  // The reason of the Pod says more than pod-not-ready; any other finding says more than that reason.
  if (podReason !== '' && (finding === '' || finding === 'pod-not-ready')) return podReason;
  return finding || (endpointSlice === 'absent' ? 'not published' : 'not routed');
}
