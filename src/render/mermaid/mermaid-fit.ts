import type { ServiceReport } from '../../model/report/endpoints-report.ts';
import { overviewOf } from './mermaid-overview.ts';
import type { Grouping } from './mermaid-targets.ts';

/** Lines of a flowchart, with the numbers of targets and edges in them. */
export interface DiagramPart {
  lines: readonly string[];
  targets: number;
  edges: number;
}

/** mermaid's default limits (maxEdges, maxTextSize). */
const MOST_EDGES = 500;
const MOST_CHARACTERS = 50_000;
/** A larger diagram is hard to read. */
const MOST_TARGETS = 50;

const HEAD = 'flowchart LR';

/**
 * Draws a flowchart in the most detail that mermaid's limits allow: each Pod, or Pods by Node and state, or Pods by
 * state, or the Services alone.
 * @param others lines to add if only the Services are drawn
 */
export function fitDiagram(
  services: readonly ServiceReport[],
  drawParts: (grouping: Grouping) => Iterable<DiagramPart>,
  others: readonly string[] = [],
): string {
  return (
    joinWithin(drawParts('each'), MOST_TARGETS) ??
    joinWithin(drawParts('byNode'), MOST_TARGETS) ??
    joinWithin(drawParts('byState'), Number.POSITIVE_INFINITY) ??
    flowchart([...overviewOf(services, MOST_CHARACTERS - HEAD.length), ...others])
  );
}

/** Joins parts to a flowchart. Returns null, and draws no further part, once a limit is exceeded. */
function joinWithin(parts: Iterable<DiagramPart>, mostTargets: number): string | null {
  const lines: string[] = [];
  let [targets, edges, length] = [0, 0, 0];
  for (const part of parts) {
    targets += part.targets;
    edges += part.edges;
    if (targets > mostTargets || edges > MOST_EDGES) return null;
    for (const line of part.lines) {
      lines.push(line);
      length += line.length;
    }
    if (length > MOST_CHARACTERS) return null;
  }
  const text = flowchart(lines);
  return text.length > MOST_CHARACTERS ? null : text;
}

function flowchart(lines: readonly string[]): string {
  return `${[HEAD, ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}
