import Table from 'cli-table3';
import { isPlain, widthOf } from '../words/width.ts';
import { filled } from '../words/wrap.ts';

const NO_BORDERS = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((part) => [part, '']),
);

const GAP = 3;
const CHUNK = 32;

/** Lines in kubectl's layout: no borders, three spaces between columns, nothing behind the last. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map(
    (_, column) => rows.reduce((most, row) => Math.max(most, widthOf(row[column] ?? '')), 0) + GAP,
  );
  // Where each character has one width, there is nothing to find out that would need cli-table3 and its time.
  if (rows.every((row) => row.every(isPlain))) return rows.map((row) => plainLine(row, widths));
  // cli-table3 takes quadratic time; pieces of one width each take linear time.
  const pieces = Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, i) =>
    rows.slice(i * CHUNK, (i + 1) * CHUNK),
  );
  return pieces.flatMap((piece) => layout(piece, widths));
}

function plainLine(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)));
  return cells.join('').trimEnd();
}

function layout(rows: readonly (readonly string[])[], colWidths: number[]): string[] {
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP, compact: true },
    colWidths,
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/**
 * A table that fits: what does not, the last columns, goes to a line under its row, each value with the
 * name of its column.
 * @param width in columns of the terminal; null for no limit
 */
export function fittedTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number | null,
  showHead: boolean,
): string[] {
  const all = [head, ...rows];
  let kept = head.length;
  let lines = columns(all);
  while (width !== null && kept > 1 && lines.some((line) => widthOf(line) > width)) {
    kept -= 1;
    lines = columns(all.map((row) => row.slice(0, kept)));
  }
  const folded = lines.flatMap((line, index) => {
    const rest = index === 0 ? [] : (rows[index - 1] ?? []).slice(kept);
    const under = rest.map((cell, i) => `${head[kept + i]}: ${cell}`);
    return rest.length === 0 ? [line] : [line, ...filled(under, '   ', '  ', width)];
  });
  return showHead ? folded : folded.slice(1);
}
