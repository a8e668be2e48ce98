/** The table of backends: one row for each Service port and Pod or address. */

import type { BackendReport, ServiceReport } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { socketText } from '../../text/address.ts';
import { counted } from '../../text/list.ts';
import { isEnding, publishedColumns, readyCell, statusCell, statusText } from './cells.ts';
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
    return columns(
      ports.map(({ group, unread }) => [
        ...group.filter((cell) => cell !== '<none>'),
        isUnread(unread) ? `endpoints: ${noBackendsCell(unread, paints)}` : noBackendsCell(unread, paints),
      ]),
    );
  const published = publishedColumns(backends, wide);
  // A column with no value goes before others where space is scarce.
  const column = (head: string, hasValue: boolean): TableColumn =>
    wide || hasValue ? { head } : { head, dropped: 1 };
  const all: TableColumn[] = [
    ...heads.map((head) => ({ head })),
    { head: 'STATUS' },
    column(
      'POD',
      backends.some(({ pod }) => pod !== null),
    ),
    column(
      'IP',
      backends.some(({ address }) => address !== null),
    ),
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
  const rows = ports.flatMap((port) => portRows(port, split(port.backends, most), cellsOf, paints));
  const shown = ports.flatMap((port) => split(port.backends, most).shown);
  const lines = fittedTable(
    all,
    rows.map((row) => all.map((_, i) => row[i] ?? '')),
    style,
    wide ? {} : { group: heads.length, ...prefixOf(shown, heads.length + 1) },
  );
  const isCut = ports.some((port) => port.backends.length > most);
  return isCut ? [...lines, paints.dim('-o wide lists every Pod.')] : lines;
}

interface Parts {
  shown: readonly BackendReport[];
  counted: readonly BackendReport[];
}

/** Of too many backends, those that are not routed are shown, as far as there is room, and the others counted. */
function split(backends: readonly BackendReport[], most: number): Parts {
  if (backends.length <= most) return { shown: backends, counted: [] };
  const isBroken = (backend: BackendReport) =>
    backend.routable !== true || backend.failing !== null || isEnding(backend);
  const broken = backends
    .filter(isBroken)
    .toSorted((one, other) => Number(isTerminating(one)) - Number(isTerminating(other)));
  return {
    shown: broken.slice(0, most),
    counted: [...broken.slice(most), ...backends.filter((backend) => !isBroken(backend))],
  };
}

/** Each rollout has such backends; they are less of a problem than others. */
const isTerminating = (backend: BackendReport) => statusText(backend).endsWith('terminating');

function portRows(
  { group, backends, unread }: PortBackends,
  parts: Parts,
  cellsOf: (backend: BackendReport) => string[],
  paints: Paint,
): string[][] {
  if (backends.length === 0) return [[...group, noBackendsCell(unread, paints)]];
  const more = parts.shown.length === 0 ? '' : 'more ';
  return [
    ...parts.shown.map((backend) => [...group, ...cellsOf(backend)]),
    ...[...Map.groupBy(parts.counted, statusText).values()].map((same) => [
      ...group,
      statusCell(same[0] as BackendReport, paints),
      ...countCells(same, more),
    ]),
  ];
}

/** `297 more Pods` under POD, or `197 more addresses` under IP. */
function countCells(backends: readonly BackendReport[], more: string): string[] {
  const count = new Set(backends.map(({ pod, address }) => pod ?? address)).size;
  return backends.every(({ pod }) => pod !== null)
    ? [counted(count, `${more}Pod`, `${more}Pods`)]
    : ['', counted(count, `${more}address`, `${more}addresses`)];
}

function noBackendsCell(unread: ServiceReport['unread'], { state }: Paint): string {
  return isUnread(unread) ? state('<unknown>', null) : state('no endpoints', false);
}

const isUnread = ({ pods, slices }: ServiceReport['unread']) => pods || slices;

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
