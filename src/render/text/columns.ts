import Table from 'cli-table3';
import { isPlain, widthOf } from '../../text/width.ts';

const NO_BORDERS = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((part) => [part, '']),
);

/** The spaces between columns, as kubectl has them. */
export const GAP = 3;
export const NARROW_GAP = 2;
const CHUNK = 32;
/** Longer than any name of the API; a wider cell does not widen its column. */
const WIDEST = 1000;

export type TableRows = readonly (readonly string[])[];

/** Aligns columns as kubectl does: no borders, three spaces between columns, no trailing space. */
export function columns(rows: TableRows, gap = GAP): string[] {
  const widths = columnWidths(rows);
  // cli-table3 takes time quadratic in the number of rows.
  const pieces = Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, i) =>
    rows.slice(i * CHUNK, (i + 1) * CHUNK),
  );
  return pieces.flatMap((piece) =>
    needsLayout(piece) ? layout(piece, widths, gap) : piece.map((row) => plainLine(row, widths, gap)),
  );
}

export function columnWidths(rows: TableRows): number[] {
  const widestOf = (column: number) =>
    rows.reduce((most, row) => Math.max(most, Math.min(widthOf(row[column] ?? ''), WIDEST)), 0);
  return (rows[0] ?? []).map((_, column) => widestOf(column));
}

/**
 * True if cells have characters beyond ASCII, whose width cli-table3 knows. Its time is quadratic in the length of a
 * cell, so long cells are laid out without it.
 */
function needsLayout(rows: TableRows): boolean {
  const cells = rows.flat();
  return !cells.every(isPlain) && cells.every((cell) => cell.length < WIDEST / 2);
}

function plainLine(row: readonly string[], widths: readonly number[], gap: number): string {
  const cells = row.map(
    (cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)) + gap),
  );
  return cells.join('').trimEnd();
}

function layout(rows: TableRows, widths: readonly number[], gap: number): string[] {
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap, compact: true },
    colWidths: widths.map((width) => width + gap),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
