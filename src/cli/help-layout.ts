import { wrapText } from '../text/wrap.ts';
import type { Column, Layout } from './yargs.ts';

interface HelpRow {
  left: string;
  right: string;
}

const GAP = 3;

/**
 * Creates the layout of help: aligned columns of flags, and other text unchanged.
 * @param width of a line
 */
export function createLayout(width: number): Layout {
  const rows: (string | HelpRow)[] = [];
  let open = false;
  return {
    span(left, right) {
      // help.ts puts the placeholder of the value before a tab.
      const [summary = '', value = ''] = textOf(right).split('\t').reverse();
      rows.push({ left: `${indented(left)} ${value}`.trimEnd(), right: summary });
      open = true;
    },
    div(row = '') {
      if (!open) rows.push(textOf(row));
      open = false;
    },
    toString: () =>
      blocks(rows)
        .flatMap((block) => linesOf(block, width))
        .join('\n'),
  };
}

const textOf = (column: string | Column) => (typeof column === 'string' ? column : column.text);

/** Aligns a flag without a shorthand, such as `-v`, with the long names. */
function indented({ text, padding: [, , , left = 0] = [] }: Column): string {
  return ' '.repeat(/^-\w$/.test(text) ? left + '-x, '.length : left) + text;
}

/** Groups consecutive rows, so that they share column widths. */
function blocks(rows: readonly (string | HelpRow)[]): (string | HelpRow[])[] {
  const result: (string | HelpRow[])[] = [];
  for (const row of rows) {
    const last = result.at(-1);
    if (typeof row === 'string') result.push(row);
    else if (Array.isArray(last)) last.push(row);
    else result.push([row]);
  }
  return result;
}

function linesOf(block: string | readonly HelpRow[], width: number): string[] {
  if (typeof block === 'string') return [block];
  const widest = Math.max(...block.map(({ left }) => left.length));
  // A long flag gets a line of its own.
  const indent = Math.min(widest, width >> 1) + GAP;
  return block.flatMap(({ left, right }) => {
    const [first = '', ...more] = wrapText(right, ' '.repeat(indent), width);
    return left.length > indent - GAP
      ? [left, first, ...more]
      : [left.padEnd(indent) + first.slice(indent), ...more];
  });
}
