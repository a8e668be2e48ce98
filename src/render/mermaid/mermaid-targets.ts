/** The nodes behind the ports of a Service: one per Pod or address, or one per group of similar ones. */

import type { BackendReport } from '../../model/report/endpoints-report.ts';
import { socketText } from '../../text/address.ts';
import { counted } from '../../text/list.ts';
import { NO_REASON, statusText } from '../text/cells.ts';
import type { EdgeStyle, NodeShape } from './mermaid-syntax.ts';

export interface TargetNode {
  shape: NodeShape;
  lines: readonly string[];
  /** The Kubernetes Node; null for none or several. */
  node: string | null;
  links: readonly Link[];
}

/** An edge from a Service port. */
interface Link {
  /** As portKey() returns it. */
  port: string;
  line: EdgeStyle;
  /** Findings, or the reason why nothing is routed; empty if all is well. */
  text: string;
}

/** One node per Pod or address, per Node and state, or per state. */
export type Grouping = 'each' | 'byNode' | 'byState';

interface Target extends TargetNode {
  kind: 'Pod' | 'address';
  state: string;
}

/** @param problems names of the rules with errors or warnings */
export function targetNodesOf(
  backends: readonly BackendReport[],
  grouping: Grouping,
  problems: ReadonlySet<string>,
): readonly TargetNode[] {
  const byTarget = Map.groupBy(backends, ({ pod, address }) => (pod === null ? `a ${address}` : `p ${pod}`));
  const all = [...byTarget.values()].map((rows) => targetOf(rows, problems));
  if (grouping === 'each') return all;
  const groups = Map.groupBy(all, ({ kind, state, node, links, shape }) =>
    JSON.stringify([kind, state, grouping === 'byNode' ? node : '', links, shape]),
  );
  return [...groups.values()].map((group) => groupNode(group, grouping));
}

export const portKey = (number: number | null, protocol: string) => `${number}/${protocol}`;

function targetOf(rows: readonly BackendReport[], problems: ReadonlySet<string>): Target {
  const { pod = null, node = null } = rows[0] ?? {};
  const links = [
    ...new Map(rows.map((row) => linkOf(row, problems)).map((link) => [JSON.stringify(link), link])).values(),
  ];
  const state = stateOf(rows);
  const mark = markOf(links);
  return {
    kind: pod === null ? 'address' : 'Pod',
    state,
    shape: mark === '' ? 'box' : 'broken',
    lines: [...(pod === null ? [] : [pod]), addressText(rows), state].map((line, i) =>
      i === 0 ? mark + line : line,
    ),
    node,
    links,
  };
}

/** The mark of the first link, if every link has a problem. */
function markOf(links: readonly Link[]): string {
  const allWrong = links.every(({ text }) => text !== '' && text !== UNKNOWN);
  return allWrong ? `${links[0]?.text.slice(0, 1)} ` : '';
}

const UNKNOWN = 'unknown';

function linkOf(row: BackendReport, problems: ReadonlySet<string>): Link {
  const port = portKey(row.servicePort, row.protocol);
  if (row.routable === null) return { port, line: 'dotted', text: UNKNOWN };
  const found = row.findings.filter((rule) => problems.has(rule));
  if (row.routable) {
    if (row.endpointSlice === 'serving') found.push('terminating');
    return { port, line: 'solid', text: found.length === 0 ? '' : `⚠ ${found.join(', ')}` };
  }
  return { port, line: 'dotted', text: `✗ ${found.join(', ') || statusText(row)}` };
}

/** The state of the Pod; empty if it is ready. */
function stateOf(rows: readonly BackendReport[]): string {
  const notReady = rows.find(({ podReady }) => podReady === false);
  if (rows.some(({ terminating }) => terminating)) return 'terminating';
  if (!notReady) return '';
  return ['', NO_REASON].includes(notReady.podReason) ? 'not ready' : `not ready: ${notReady.podReason}`;
}

/** The addresses, with the port number if all rows have the same. A Pod template has none. */
function addressText(rows: readonly BackendReport[]): string {
  const numbers = new Set(rows.map(({ port }) => port));
  const sockets = rows.flatMap(({ address, port }) =>
    address === null ? [] : [socketText(address, numbers.size === 1 ? port : null)],
  );
  if (sockets.length > 0) return [...new Set(sockets)].join(', ');
  return rows.every(({ endpointSlice }) => endpointSlice === 'unknown') ? '' : 'no address';
}

function groupNode(group: readonly Target[], grouping: Grouping): TargetNode {
  const [first] = group as readonly [Target, ...Target[]];
  if (group.length === 1 && grouping === 'byNode') return first;
  const { kind, links, state } = first;
  const served = links.some(({ line, text }) => line === 'solid' && text === '');
  const count = counted(group.length, kind, kind === 'Pod' ? 'Pods' : 'addresses');
  const nodes = new Set(group.map(({ node }) => node).filter((node) => node !== null));
  const placement = grouping === 'byState' && nodes.size > 0 ? `on ${counted(nodes.size, 'Node')}` : '';
  return {
    ...first,
    node: grouping === 'byNode' ? first.node : null,
    lines: [`${markOf(links)}${count} ${state || (served ? 'ready' : '')}`.trimEnd(), placement],
  };
}
