import { escapeJson } from '../../text/escape.ts';

/** Objects and lists that fit into a line of this length stand on one. */
const LINE = 160;
const INDENT = '  ';

/**
 * The JSON text of a report: small objects and lists on one line, which halves the indentation that scripts and
 * assistants have to read.
 */
export function reportText(report: object): string {
  return `${escapeJson(laidOut(report, ''))}\n`;
}

function laidOut(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = indent + INDENT;
  const items = Array.isArray(value)
    ? value.map((item) => laidOut(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${laidOut(item, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const length = items.reduce((sum, item) => sum + item.length + 2, indent.length + 2);
  const isShort = length <= LINE && !items.some((item) => item.includes('\n'));
  if (isShort) return `${open}${items.join(', ')}${close}`;
  return `${open}\n${items.map((item) => inner + item).join(',\n')}\n${indent}${close}`;
}
