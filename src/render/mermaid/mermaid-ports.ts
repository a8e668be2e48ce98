import type { BackendReport, PortReport, ServiceReport } from '../../model/report/endpoints-report.ts';
import { listed } from '../../text/list.ts';
import { portText } from '../text/cells.ts';
import type { NodeShape } from './mermaid-syntax.ts';
import { portKey, type TargetNode } from './mermaid-targets.ts';

/** The node of a Service port. */
export interface PortNode {
  key: string;
  shape: NodeShape;
  lines: readonly string[];
  hasBackends: boolean;
}

const MOST = 4;

/** The ports of the Service, then other ports of its backends; at least one node. */
export function portNodesOf(service: ServiceReport, targets: readonly TargetNode[]): readonly PortNode[] {
  const linked = new Set(targets.flatMap(({ links }) => links.map(({ port }) => port)));
  const ports = new Map(service.ports.map((port) => [portKey(port.port, port.protocol), port]));
  const rows = Map.groupBy(service.backends ?? [], (row) => portKey(row.servicePort, row.protocol));
  const keys = new Set([...ports.keys(), ...linked]);
  if (keys.size === 0) keys.add(portKey(null, ''));
  return [...keys].map((key) => {
    const port = ports.get(key);
    const hasBackends = linked.has(key);
    return port
      ? { key, hasBackends, ...portLabel(port, rows.get(key) ?? [], service) }
      : { key, hasBackends, shape: 'box', lines: ['no port'] };
  });
}

function portLabel(
  port: PortReport,
  rows: readonly BackendReport[],
  { unread }: ServiceReport,
): Pick<PortNode, 'shape' | 'lines'> {
  const { name, protocol, targetPort, routable } = port;
  const text = `${portText(name, port.port, protocol)} → ${targetPort}`;
  const numbers = new Set(
    rows.flatMap((row) => (row.port === null || row.port === targetPort ? [] : row.port)),
  );
  const resolved = numbers.size === 0 ? '' : ` (${listed([...numbers].map(String), MOST)})`;
  if (unread.slices) return { shape: 'box', lines: [text + resolved, 'routing unknown'] };
  const served = `${routable} of ${port.backends} routed`;
  return routable > 0
    ? { shape: 'box', lines: [text + resolved, served] }
    : { shape: 'broken', lines: [`✗ ${text}${resolved}`, served] };
}
