import type { ServiceReport } from '../../model/report/endpoints-report.ts';
import type { Detail } from './mermaid-backends.ts';
import { overviewOf } from './mermaid-overview.ts';

/** Lines, and how much they show. */
export interface Piece {
  lines: readonly string[];
  targets: number;
  edges: number;
}

/** What mermaid draws unless it is configured otherwise (maxEdges, maxTextSize). */
const MOST_EDGES = 500;
const LONGEST = 50_000;
/** What can still be read. */
const MOST_TARGETS = 50;

const HEAD = 'flowchart LR';

/**
 * A flowchart with as much as can be read and as mermaid takes: each Pod, else Pods by Node and state, else by state,
 * else the Services alone.
 * @param others what the Services alone do not tell, as lines
 */
export function fitted(
  services: readonly ServiceReport[],
  piecesOf: (detail: Detail) => Iterable<Piece>,
  others: readonly string[] = [],
): string {
  return (
    drawn(piecesOf('each'), MOST_TARGETS) ??
    drawn(piecesOf('byNode'), MOST_TARGETS) ??
    drawn(piecesOf('byState'), Number.POSITIVE_INFINITY) ??
    textOf([...overviewOf(services, LONGEST - HEAD.length), ...others])
  );
}

/** Null where it is too much; no more pieces are made then. */
function drawn(pieces: Iterable<Piece>, most: number): string | null {
  const lines: string[] = [];
  let [targets, edges, length] = [0, 0, 0];
  for (const piece of pieces) {
    targets += piece.targets;
    edges += piece.edges;
    if (targets > most || edges > MOST_EDGES) return null;
    for (const line of piece.lines) {
      lines.push(line);
      length += line.length;
    }
    if (length > LONGEST) return null;
  }
  const text = textOf(lines);
  return text.length > LONGEST ? null : text;
}

function textOf(lines: readonly string[]): string {
  return `${[HEAD, ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}
