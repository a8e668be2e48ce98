import type { ServiceReport, Status } from '../../model/report/endpoints-report.ts';
import { counted, listed } from '../../text/list.ts';
import { type NodeShape, nodeLine, subgraph } from './mermaid-syntax.ts';

/** Statuses, the worst first. */
const LOOKS: Record<Status, { shape: NodeShape; mark: string }> = {
  Unavailable: { shape: 'broken', mark: '✗ ' },
  Degraded: { shape: 'broken', mark: '⚠ ' },
  Unknown: { shape: 'box', mark: '' },
  ExternalName: { shape: 'name', mark: '' },
  Healthy: { shape: 'box', mark: '' },
};

/** Characters for the subgraphs, their indentation and the count of Services left out. */
const RESERVED = 2_000;
/** Characters per line for indentation and line end. */
const INDENTATION = 5;
const MOST_FINDINGS = 3;

/**
 * Draws the Services without ports and Pods, one subgraph per status, and counts those that do not fit.
 * @param most in characters
 */
export function overviewOf(services: readonly ServiceReport[], most: number): string[] {
  const byStatus = Map.groupBy(services, ({ status }) => status);
  const lines: string[] = [];
  const omitted: string[] = [];
  let [length, count] = [0, 0];
  for (const [status, look] of Object.entries(LOOKS)) {
    const all = byStatus.get(status as Status) ?? [];
    const nodes: string[] = [];
    for (const service of all) {
      const node = serviceNode(service, look, `s${count + 1}`);
      if (length + node.length > most - RESERVED) break;
      nodes.push(node);
      length += node.length + INDENTATION;
      count += 1;
    }
    if (nodes.length > 0) lines.push(...subgraph(status, status, nodes));
    if (nodes.length < all.length) omitted.push(`${all.length - nodes.length} ${status}`);
  }
  if (omitted.length > 0)
    lines.push(
      nodeLine('more', 'box', `and ${counted(services.length - count, 'more Service')}`, omitted.join(', ')),
    );
  return lines;
}

function serviceNode(
  { namespace, name, ready, findings, unread }: ServiceReport,
  { shape, mark }: { shape: NodeShape; mark: string },
  id: string,
): string {
  const known = ready !== null && !unread.slices && !unread.pods;
  const served = known ? `${ready.routable} of ${ready.backends} routed` : '';
  const found = findings.length === 0 ? '' : listed(findings, MOST_FINDINGS);
  return nodeLine(id, shape, `${mark}${namespace}/${name}`, served, found);
}
