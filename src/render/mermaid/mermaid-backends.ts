/** What the ports of a Service lead to in a picture: each Pod or address once, or several that are alike. */
import type { BackendReport } from '../../model/report/endpoints-report.ts';
import { counted } from '../../text/list.ts';
import { socketText, statusText } from '../text/cells.ts';
import type { EdgeStyle, NodeShape } from './mermaid-syntax.ts';

export interface BackendNode {
  shape: NodeShape;
  lines: readonly string[];
  /** The Node that it is on; null: on none, or on several. */
  node: string | null;
  links: readonly Link[];
}

/** One hop from a port, which is known by its number and protocol. */
interface Link {
  port: string;
  line: EdgeStyle;
  /** Why the hop is broken, or what is wrong with it; else empty. */
  text: string;
}

/** How finely targets are told apart. */
export type Detail = 'each' | 'byNode' | 'byState';

interface One extends BackendNode {
  kind: 'Pod' | 'address';
  state: string;
}

/** @param grave the names of the findings that are more than info */
export function targetsOf(
  backends: readonly BackendReport[],
  detail: Detail,
  grave: ReadonlySet<string>,
): readonly BackendNode[] {
  const rows = Map.groupBy(backends, ({ pod, address }) => (pod === null ? `a ${address}` : `p ${pod}`));
  const all = [...rows.values()].map((same) => oneOf(same, grave));
  if (detail === 'each') return all;
  const alike = Map.groupBy(all, ({ kind, state, node, links, shape }) =>
    JSON.stringify([kind, state, detail === 'byNode' ? node : '', links, shape]),
  );
  return [...alike.values()].map((group) => groupOf(group, detail));
}

export const portKey = (number: number | null, protocol: string) => `${number}/${protocol}`;

function oneOf(rows: readonly BackendReport[], grave: ReadonlySet<string>): One {
  const { pod = null, node = null } = rows[0] ?? {};
  const links = [
    ...new Map(rows.map((row) => linkOf(row, grave)).map((link) => [JSON.stringify(link), link])).values(),
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

/** What no hop arrives at as it should is marked as the first of them is. */
function markOf(links: readonly Link[]): string {
  const wrong = links.every(({ text }) => text !== '' && text !== UNKNOWN);
  return wrong ? `${links[0]?.text.slice(0, 1)} ` : '';
}

const UNKNOWN = 'unknown';
/** What stands for a reason where nobody knows one. */
const UNEXPLAINED = 'NotReady';

function linkOf(row: BackendReport, grave: ReadonlySet<string>): Link {
  const port = portKey(row.servicePort, row.protocol);
  if (row.routable === null) return { port, line: 'dotted', text: UNKNOWN };
  const found = row.findings.filter((rule) => grave.has(rule));
  if (row.routable) {
    if (row.endpointSlice === 'serving') found.push('terminating');
    return { port, line: 'solid', text: found.length === 0 ? '' : `⚠ ${found.join(', ')}` };
  }
  return { port, line: 'dotted', text: `✗ ${found.join(', ') || statusText(row)}` };
}

/** What the Pod itself has to say. */
function stateOf(rows: readonly BackendReport[]): string {
  const down = rows.find(({ podReady }) => podReady === false);
  if (rows.some(({ terminating }) => terminating)) return 'terminating';
  if (!down) return '';
  return ['', UNEXPLAINED].includes(down.podReason) ? 'not ready' : `not ready: ${down.podReason}`;
}

/** The addresses; with the port number where there is but one. A Pod template has none. */
function addressText(rows: readonly BackendReport[]): string {
  const numbers = new Set(rows.map(({ port }) => port));
  const sockets = rows.flatMap(({ address, port }) =>
    address === null ? [] : [socketText(address, numbers.size === 1 ? port : null)],
  );
  if (sockets.length > 0) return [...new Set(sockets)].join(', ');
  return rows.every(({ endpointSlice }) => endpointSlice === 'unknown') ? '' : 'no address';
}

function groupOf(group: readonly One[], detail: Detail): BackendNode {
  const [first] = group as readonly [One, ...One[]];
  if (group.length === 1 && detail === 'byNode') return first;
  const { kind, links, state } = first;
  const served = links.some(({ line, text }) => line === 'solid' && text === '');
  const many = counted(group.length, kind, kind === 'Pod' ? 'Pods' : 'addresses');
  const nodes = new Set(group.map(({ node }) => node).filter((node) => node !== null));
  const where = detail === 'byState' && nodes.size > 0 ? `on ${counted(nodes.size, 'Node')}` : '';
  return {
    ...first,
    node: detail === 'byNode' ? first.node : null,
    lines: [`${markOf(links)}${many} ${state || (served ? 'ready' : '')}`.trimEnd(), where],
  };
}
