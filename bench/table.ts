/** Markdown tables of results, aligned for reading in a terminal. */
import type { Cost } from './measure.ts';

export interface Result extends Cost {
  name: string;
  requests: number | null;
  bytes: number | null;
}

export interface Limits {
  wall?: number;
  memory?: number;
}

export interface Row {
  work: Result;
  against: Result;
  atMost?: Limits | undefined;
}

const HEAD = ['work', 'against', 'wall', 'ratio', 'at most', 'CPU', 'peak memory', 'requests', 'bytes'];

export function table(rows: readonly Row[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = HEAD, ...body] = cells;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('\n');
}

function cellsOf({ work, against, atMost = {} }: Row): string[] {
  const pair = (of: (result: Result) => number | null, format: (value: number) => string) => {
    const both = [of(work), of(against)];
    return both.some((one) => one !== null) ? both.map((one) => known(one, format)).join(' / ') : '-';
  };
  const ratios = ratiosOf({ work, against });
  return [
    work.name,
    against.name,
    pair(({ wall }) => wall, seconds),
    MEASURES.map((measure) => `${measure} ${known(ratios[measure], round)}`).join(', '),
    MEASURES.map((measure) => limitCell(measure, atMost[measure], ratios[measure]))
      .filter((text) => text !== '')
      .join(', ') || '-',
    pair(({ cpu }) => cpu, seconds),
    pair(({ memory }) => memory, bytes),
    pair(({ requests }) => requests, String),
    pair(({ bytes }) => bytes, bytes),
  ];
}

const MEASURES = ['wall', 'memory'] as const;
type Measure = (typeof MEASURES)[number];

const ratiosOf = ({ work, against }: Row): Record<Measure, number | null> => ({
  wall: work.wall / against.wall,
  memory: work.memory === null || against.memory === null ? null : work.memory / against.memory,
});

function limitCell(measure: Measure, limit: number | undefined, ratio: number | null): string {
  if (limit === undefined) return '';
  const verdict = ratio === null ? ' (not measured)' : ratio > limit ? ' (missed)' : '';
  return `${measure} ${limit}${verdict}`;
}

const known = (value: number | null, format: (value: number) => string) =>
  value === null ? '-' : format(value);

const round = (ratio: number) => ratio.toFixed(2);

const seconds = (value: number) =>
  value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(value < 10 ? 2 : 1)} s`;

function bytes(value: number): string {
  if (value < 1e6) return `${Math.ceil(value / 1e3)} kB`;
  return value < 1e9 ? `${Math.round(value / 1e6)} MB` : `${(value / 1e9).toFixed(2)} GB`;
}
