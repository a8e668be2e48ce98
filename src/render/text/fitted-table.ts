/** Fits a table into the width of a terminal. */
import type { Style } from '../../model/style.ts';
import { withoutColor } from '../../text/width.ts';
import { fillLines } from '../../text/wrap.ts';
import { columns, columnWidths, GAP, NARROW_GAP, type TableRows } from './columns.ts';

/** A column of a table. */
export interface TableColumn {
  head: string;
  /** How soon the column goes where the table is too wide: 1 before 2. 0 goes always. Without a number it stays. */
  dropped?: number;
}

export interface FitOptions {
  /** The first columns that are equal in rows of one group: printed once, or as a heading where space is scarce. */
  group?: number;
  /** A prefix of the cells in a column, which may stand once above the table. */
  prefix?: { column: number; text: string };
}

/** A way to lay out a table. The less it shows, the narrower it is. */
interface TableLayout {
  gap: number;
  /** The group stands on a line of its own. */
  headings: boolean;
  /** The prefix stands above the table. */
  shortened: boolean;
  /** Columns with this number or a lower one are dropped. */
  dropped: number;
}

const FULL: TableLayout = { gap: GAP, headings: false, shortened: false, dropped: 0 };
const INDENT = '  ';

/**
 * Lays out a table. Where it is wider than the terminal, columns move closer together, then the least telling one goes,
 * then groups get headings, then a common prefix stands above; at last, cells that do not fit go under their row as
 * `COLUMN: value`.
 */
export function fittedTable(
  heads: readonly TableColumn[],
  rows: TableRows,
  { width, headers }: Pick<Style, 'width' | 'headers'>,
  options: FitOptions = {},
): string[] {
  if (width === null) return draw(heads, rows, FULL, options, headers, null);
  const group = options.group ?? 0;
  const grouped = rows.map((row, i) => withoutRepeats(row, rows[i - 1], group));
  const filled = heads.map((head, i) => (rows.some((row) => row[i] !== '') ? head : { ...head, dropped: 0 }));
  const layouts = layoutsOf(filled, options);
  const fitting = layouts.find(
    (one) => widthIn(one, filled, one.headings ? rows : grouped, options) <= width,
  );
  const chosen = fitting ?? layouts.at(-1) ?? FULL;
  return draw(filled, chosen.headings ? rows : grouped, chosen, options, headers, fitting ? null : width);
}

/** The layouts to try, in this order. Only the last kind drops more than the first columns that may go. */
function layoutsOf(heads: readonly TableColumn[], { group = 0, prefix }: FitOptions): TableLayout[] {
  const kinds = [
    { headings: false, shortened: false },
    ...(group > 0 ? [{ headings: true, shortened: false }] : []),
    ...(prefix ? [{ headings: group > 0, shortened: true }] : []),
  ];
  const most = Math.max(0, ...heads.map(({ dropped }) => dropped ?? 0));
  const narrow = kinds.flatMap((kind, i) =>
    Array.from({ length: (i === kinds.length - 1 ? most : Math.min(most, 1)) + 1 }, (_, dropped) => ({
      ...kind,
      gap: NARROW_GAP,
      dropped,
    })),
  );
  return [FULL, ...narrow];
}

/** Blanks the first cells of a row that are those of the row before. */
function withoutRepeats(
  row: readonly string[],
  before: readonly string[] | undefined,
  group: number,
): readonly string[] {
  const repeats = before !== undefined && row.slice(0, group).every((cell, i) => cell === before[i]);
  return repeats ? row.map((cell, i) => (i < group ? '' : cell)) : row;
}

function widthIn(
  layout: TableLayout,
  heads: readonly TableColumn[],
  rows: TableRows,
  options: FitOptions,
): number {
  const widths = columnWidths(cellsIn(layout, heads, rows, options));
  const indent = layout.headings ? INDENT.length : 0;
  return widths.reduce((sum, width) => sum + width + layout.gap, indent - layout.gap);
}

/** The head and the rows, with the cells that a layout shows in columns. */
function cellsIn(
  layout: TableLayout,
  heads: readonly TableColumn[],
  rows: TableRows,
  options: FitOptions,
): TableRows {
  const first = layout.headings ? (options.group ?? 0) : 0;
  const shown = heads.map(
    ({ dropped }, i) => i >= first && (dropped === undefined || dropped > layout.dropped),
  );
  const { column, text } = (layout.shortened && options.prefix) || { column: -1, text: '' };
  const shorten = (cell: string, i: number) =>
    i === column && cell.startsWith(text) ? `…${cell.slice(text.length)}` : cell;
  return [heads.map(({ head }) => head), ...rows.map((row) => row.map(shorten))].map((row) =>
    row.filter((_, i) => shown[i]),
  );
}

/** @param foldAt the width beyond which cells go under their row; null: all fit */
function draw(
  heads: readonly TableColumn[],
  rows: TableRows,
  layout: TableLayout,
  options: FitOptions,
  withHead: boolean,
  foldAt: number | null,
): string[] {
  const indent = layout.headings ? INDENT : '';
  const cells = cellsIn(layout, heads, rows, options);
  const lines = foldAt === null ? [] : foldedLines(cells, layout.gap, foldAt - indent.length);
  const bodies = foldAt === null ? columns(cells, layout.gap).map((line) => [line]) : lines;
  const [head = [], ...rest] = bodies.map((body) => body.map((line) => indent + line));
  const group = options.group ?? 0;
  const headingOf = (row: readonly string[] | undefined) => row?.slice(0, group).join(' ');
  const body = rest.flatMap((row, i) => {
    const heading = headingOf(rows[i]);
    return layout.headings && heading !== headingOf(rows[i - 1]) ? [heading ?? '', ...row] : row;
  });
  const above =
    layout.shortened && options.prefix
      ? [`${heads[options.prefix.column]?.head}: ${options.prefix.text}…`]
      : [];
  const groupHead = layout.headings ? [headingOf(heads.map((one) => one.head)) ?? ''] : [];
  return [...above, ...(withHead ? [...groupHead, ...head] : []), ...body];
}

/** The lines of each row: the first columns as far as they fit, then the other cells. */
function foldedLines(cells: TableRows, gap: number, width: number): string[][] {
  const [head = []] = cells;
  const kept = countFitting(columnWidths(cells), gap, width);
  return columns(
    cells.map((row) => row.slice(0, kept)),
    gap,
  ).map((line, i) => {
    const under = (cells[i] ?? []).flatMap((cell, column) =>
      i === 0 || column < kept || isEmpty(cell) ? [] : [`${head[column]}: ${cell}`],
    );
    return under.length === 0 ? [line] : [line, ...fillLines(under, ' '.repeat(gap), INDENT, width)];
  });
}

const isEmpty = (cell: string) => ['', '<none>'].includes(withoutColor(cell));

/** The number of first columns that fit; at least one. */
function countFitting(widths: readonly number[], gap: number, width: number): number {
  let end = 0;
  const firstOver = widths.findIndex((one) => {
    const begin = end;
    end += one + gap;
    return one > 0 && begin + one > width;
  });
  return firstOver < 0 ? widths.length : Math.max(1, firstOver);
}
