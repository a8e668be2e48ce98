import type { BackendReport, PortReport, ServiceReport } from '../../model/report/endpoints-report.ts';
import { listed } from '../../text/list.ts';
import { portText } from '../text/cells.ts';
import { type BackendNode, portKey } from './mermaid-backends.ts';
import type { NodeShape } from './mermaid-syntax.ts';

/** A port of a Service, and what a picture says in its place. */
export interface PortNode {
  key: string;
  shape: NodeShape;
  lines: readonly string[];
  /** Nothing is known to be behind it. */
  dead: boolean;
}

const MOST = 4;

/** Those of the Service, then what backends are listed under beside them; at least one. */
export function portsOf(service: ServiceReport, targets: readonly BackendNode[]): readonly PortNode[] {
  const linked = new Set(targets.flatMap(({ links }) => links.map(({ port }) => port)));
  const named = new Map(service.ports.map((port) => [portKey(port.port, port.protocol), port]));
  const rows = Map.groupBy(service.backends ?? [], (row) => portKey(row.servicePort, row.protocol));
  const keys = new Set([...named.keys(), ...linked]);
  if (keys.size === 0) keys.add(portKey(null, ''));
  return [...keys].map((key) => {
    const port = named.get(key);
    const dead = !linked.has(key);
    return port
      ? { key, dead, ...look(port, rows.get(key) ?? [], service) }
      : { key, dead, shape: 'box', lines: ['no port'] };
  });
}

function look(
  port: PortReport,
  rows: readonly BackendReport[],
  { unread }: ServiceReport,
): Pick<PortNode, 'shape' | 'lines'> {
  const { name, protocol, targetPort, routable } = port;
  const text = `${portText(name, port.port, protocol)} → ${targetPort}`;
  const others = new Set(
    rows.flatMap((row) => (row.port === null || row.port === targetPort ? [] : row.port)),
  );
  const resolved = others.size === 0 ? '' : ` (${listed([...others].map(String), MOST)})`;
  if (unread.slices) return { shape: 'box', lines: [text + resolved, 'unknown what is served'] };
  const served = `${routable} of ${port.backends} served`;
  return routable > 0
    ? { shape: 'box', lines: [text + resolved, served] }
    : { shape: 'broken', lines: [`✗ ${text}${resolved}`, served] };
}
