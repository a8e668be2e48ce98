import Table from 'cli-table3';
import { isPlain, widthOf } from '../../text/width.ts';
import { fillLines } from '../../text/wrap.ts';

const NO_BORDERS = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((part) => [part, '']),
);

const GAP = 3;
const CHUNK = 32;
/** Longer than any name of the API; a wider cell does not widen its column. */
const WIDEST = 1000;

type TableRows = readonly (readonly string[])[];

/** Aligns columns as kubectl does: no borders, three spaces between columns, no trailing space. */
export function columns(rows: TableRows): string[] {
  return linesOf(rows, columnWidths(rows));
}

function columnWidths(rows: TableRows): number[] {
  const widestOf = (column: number) =>
    rows.reduce((most, row) => Math.max(most, Math.min(widthOf(row[column] ?? ''), WIDEST)), 0);
  return (rows[0] ?? []).map((_, column) => widestOf(column));
}

function linesOf(rows: TableRows, widths: readonly number[]): string[] {
  // cli-table3 takes time quadratic in the number of rows.
  const pieces = Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, i) =>
    rows.slice(i * CHUNK, (i + 1) * CHUNK),
  );
  return pieces.flatMap((piece) =>
    needsLayout(piece) ? layout(piece, widths) : piece.map((row) => plainLine(row, widths)),
  );
}

/**
 * True if cells have characters beyond ASCII, whose width cli-table3 knows. Its time is quadratic in the length of a
 * cell, so long cells are laid out without it.
 */
function needsLayout(rows: TableRows): boolean {
  const cells = rows.flat();
  return !cells.every(isPlain) && cells.every((cell) => cell.length < WIDEST / 2);
}

function plainLine(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map(
    (cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)) + GAP),
  );
  return cells.join('').trimEnd();
}

function layout(rows: TableRows, widths: readonly number[]): string[] {
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP, compact: true },
    colWidths: widths.map((width) => width + GAP),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/**
 * Lays out a table in the width of the terminal. The last columns that do not fit go to lines under their row, as
 * `COLUMN: value`.
 * @param width in columns of the terminal; null for no limit
 */
export function fittedTable(
  head: readonly string[],
  rows: TableRows,
  width: number | null,
  showHead: boolean,
): string[] {
  const all = [head, ...rows];
  const widths = columnWidths(all);
  const kept = width === null ? head.length : countFitting(widths, width);
  const lines = linesOf(
    all.map((row) => row.slice(0, kept)),
    widths.slice(0, kept),
  );
  const folded = lines.flatMap((line, index) => {
    const rest = index === 0 ? [] : (rows[index - 1] ?? []).slice(kept);
    const under = rest.map((cell, i) => `${head[kept + i]}: ${cell}`);
    return rest.length === 0 ? [line] : [line, ...fillLines(under, '   ', '  ', width)];
  });
  return showHead ? folded : folded.slice(1);
}

/** The number of first columns that fit; at least one. */
function countFitting(widths: readonly number[], width: number): number {
  let end = 0;
  const firstOver = widths.findIndex((one) => {
    const begin = end;
    end += one + GAP;
    return one > 0 && begin + one > width;
  });
  return firstOver < 0 ? widths.length : Math.max(1, firstOver);
}
