/** The table of backends: one row for each Service port and Pod or address. */
import type { BackendReport, ServiceReport } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { counted } from '../../text/list.ts';
import { publishedColumns, readyCell, socketText, statusCell, statusText } from './cells.ts';
import { columns } from './columns.ts';
import { fittedTable, type TableColumn } from './fitted-table.ts';
import { type Paint, paint } from './paint.ts';

/** The backends of a Service port. */
export interface PortBackends {
  /** The first cells of each row: the port, or the Service and the port. */
  group: readonly string[];
  backends: readonly BackendReport[];
  unread: ServiceReport['unread'];
}

/** The most rows of a port on a terminal, unless `-o wide` asks for all. */
const MOST_ROWS = 20;
/** A prefix of Pod names that is shorter is no gain. */
const SHORTEST_PREFIX = 4;

/** @param heads the heads of the group */
export function backendTable(
  heads: readonly string[],
  ports: readonly PortBackends[],
  style: Style,
  wide: boolean,
): string[] {
  const backends = ports.flatMap((port) => port.backends);
  const paints = paint(style.color);
  if (backends.length === 0)
    return columns(ports.map(({ group, unread }) => [...group, noBackendsCell(unread, paints)]));
  const published = publishedColumns(backends, wide);
  const all: TableColumn[] = [
    ...heads.map((head) => ({ head })),
    { head: 'STATUS' },
    { head: 'POD' },
    { head: 'IP' },
    ...(wide ? [{ head: 'NODE' }, { head: 'ZONE' }, { head: 'PHASE' }] : []),
    wide ? { head: 'READY' } : { head: 'READY', dropped: 1 },
    ...published.columns,
  ];
  const cellsOf = (backend: BackendReport) => [
    statusCell(backend, paints),
    paints.cell(backend.pod ?? '<none>'),
    paints.cell(backend.address === null ? '<none>' : socketText(backend.address, backend.port)),
    ...(wide
      ? [backend.node, backend.zone, backend.podPhase].map((cell) => paints.cell(cell ?? '<none>'))
      : []),
    readyCell(backend, paints),
    ...published.cells(backend),
  ];
  const most = style.width === null || wide ? Number.POSITIVE_INFINITY : MOST_ROWS;
  const rows = ports.flatMap((port) => portRows(port, most, cellsOf, paints));
  const lines = fittedTable(
    all,
    rows.map((row) => all.map((_, i) => row[i] ?? '')),
    style,
    wide ? {} : { group: heads.length, ...prefixOf(backends, heads.length + 1) },
  );
  const isCut = ports.some((port) => port.backends.length > most);
  return isCut ? [...lines, paints.dim('-o wide lists every Pod.')] : lines;
}

/** The rows of a port. If there are too many, broken ones come first, and those that are left out are counted. */
function portRows(
  { group, backends, unread }: PortBackends,
  most: number,
  cellsOf: (backend: BackendReport) => string[],
  paints: Paint,
): string[][] {
  if (backends.length === 0) return [[...group, noBackendsCell(unread, paints)]];
  if (backends.length <= most) return backends.map((backend) => [...group, ...cellsOf(backend)]);
  const broken = backends
    .filter((backend) => statusText(backend) !== 'routed')
    .toSorted((a, b) => Number(isEnding(a)) - Number(isEnding(b)));
  const shown = broken.slice(0, most);
  const left = Map.groupBy(
    [...broken.slice(most), ...backends.filter((backend) => statusText(backend) === 'routed')],
    statusText,
  );
  return [
    ...shown.map((backend) => [...group, ...cellsOf(backend)]),
    ...[...left].map(([, some]) => [
      ...group,
      statusCell(some[0] as BackendReport, paints),
      moreText(some, shown),
    ]),
  ];
}

/** Each rollout has such backends; they are less of a problem than others. */
const isEnding = (backend: BackendReport) => statusText(backend).endsWith('terminating');

/** `297 more Pods`, or `300 Pods` if no row is shown. */
function moreText(backends: readonly BackendReport[], shown: readonly BackendReport[]): string {
  const more = shown.length === 0 ? '' : 'more ';
  const isPods = backends.every(({ pod }) => pod !== null);
  const [one, many] = isPods ? ['Pod', 'Pods'] : ['address', 'addresses'];
  const count = new Set(backends.map(({ pod, address }) => pod ?? address)).size;
  return counted(count, `${more}${one}`, `${more}${many}`);
}

function noBackendsCell({ pods, slices }: ServiceReport['unread'], { state }: Paint): string {
  return pods || slices ? state('<unknown>', null) : state('no endpoints', false);
}

/** The prefix of all Pod names up to a dash; names of a Deployment's Pods begin with that of their ReplicaSet. */
function prefixOf(
  backends: readonly BackendReport[],
  column: number,
): { prefix?: { column: number; text: string } } {
  const names = [...new Set(backends.flatMap(({ pod }) => pod ?? []))].sort();
  const [first = '', last = ''] = [names[0], names.at(-1)];
  const differs = [...first].findIndex((letter, i) => letter !== last[i]);
  const text = first.slice(0, first.lastIndexOf('-', differs - 1) + 1);
  return names.length > 1 && differs > 0 && text.length >= SHORTEST_PREFIX
    ? { prefix: { column, text } }
    : {};
}
