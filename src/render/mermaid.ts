import type { Finding, Report, ServiceReport } from '../model/report.ts';
import type { Detail } from './mermaid-backends.ts';
import { overviewOf } from './mermaid-overview.ts';
import { pictureOf } from './mermaid-service.ts';
import { nodeLine } from './mermaid-text.ts';

/** What mermaid draws unless it is configured otherwise (maxEdges, maxTextSize). */
const MOST_EDGES = 500;
const LONGEST = 50_000;
/** What can still be read. */
const MOST_TARGETS = 50;

const HEAD = 'flowchart LR';

/**
 * One flowchart, a frame for each Service; as much of it as can be read and as mermaid takes: each Pod, else Pods by Node and
 * state, else by state, else the Services alone.
 */
export function renderMermaid(report: Report): string {
  const ofService = Map.groupBy(report.findings, ({ namespace, service }) => `${namespace}/${service}`);
  const findingsOf = ({ namespace, name }: ServiceReport) => ofService.get(`${namespace}/${name}`) ?? [];
  if (report.services.length === 0) return textOf([nodeLine('none', 'box', 'no Services')]);
  return (
    drawn(report.services, findingsOf, 'each', MOST_TARGETS) ??
    drawn(report.services, findingsOf, 'byNode', MOST_TARGETS) ??
    drawn(report.services, findingsOf, 'byState', Number.POSITIVE_INFINITY) ??
    textOf(overviewOf(report.services, LONGEST - HEAD.length))
  );
}

/** Null where it is too much. */
function drawn(
  services: readonly ServiceReport[],
  findingsOf: (service: ServiceReport) => readonly Finding[],
  detail: Detail,
  most: number,
): string | null {
  const lines: string[] = [];
  let [targets, edges] = [0, 0];
  for (const [index, service] of services.entries()) {
    const picture = pictureOf(service, findingsOf(service), detail, `s${index + 1}`);
    targets += picture.targets;
    edges += picture.edges;
    if (targets > most || edges > MOST_EDGES) return null;
    lines.push(...picture.lines);
  }
  const text = textOf(lines);
  return text.length > LONGEST ? null : text;
}

function textOf(lines: readonly string[]): string {
  return `${[HEAD, ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}
