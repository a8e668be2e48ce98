/** A Service in a picture: from its front doors through its ports to Pods, by Node. */
import type { Finding, ServiceReport } from '../../model/report/endpoints-report.ts';
import { labelsText } from '../../text/labels.ts';
import { objectKey } from '../../text/object-key.ts';
import { type BackendNode, type Detail, targetsOf } from './mermaid-backends.ts';
import { type Door, doorsOf } from './mermaid-doors.ts';
import type { Piece } from './mermaid-fit.ts';
import { type PortNode, portsOf } from './mermaid-ports.ts';
import { edgeLine, nodeLine, subgraph } from './mermaid-syntax.ts';

export interface Picture extends Piece {
  /** Where hops from elsewhere arrive. */
  serviceId: string;
  portIds: ReadonlyMap<string, string>;
}

/** The parts of a picture; ids are `d1`, `p1`, `t1` … behind that of the Service. */
interface ServiceParts {
  id: string;
  service: ServiceReport;
  doors: readonly Door[];
  ports: readonly PortNode[];
  targets: readonly BackendNode[];
  /** Findings that no hop tells. */
  untold: readonly string[];
}

/** What explains, although it is only info, why nobody is there. */
const HARMLESS = 'scaled-to-zero';

/**
 * @param id what all ids begin with
 * @param withDoors false: something else leads here
 */
export function pictureOf(
  service: ServiceReport,
  findings: readonly Finding[],
  detail: Detail,
  id: string,
  withDoors = true,
): Picture {
  const grave = new Set(findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule));
  const targets = targetsOf(service.backends ?? [], detail, grave);
  const doors = doorsOf(service, grave);
  const hops = [...targets.flatMap(({ links }) => links), ...doors];
  const untold = [...grave].filter((rule) => !hops.some(({ text }) => text.includes(rule)));
  const ports = service.backendSource === 'externalName' ? [] : portsOf(service, targets);
  const parts = { id, service, doors: withDoors ? doors : [], ports, targets, untold };
  const edges = edgesOf(parts);
  const title = `Service ${objectKey(service)}: ${service.status}`;
  const lines = subgraph(id, title, [...nodesOf(parts), ...edges]);
  const portIds = portIdsOf(parts);
  return { lines, targets: targets.length, edges: edges.length, serviceId: `${id}v`, portIds };
}

function nodesOf(parts: ServiceParts): string[] {
  const { id, doors, ports, targets } = parts;
  return [
    ...doors.map(({ shape, lines }, i) => nodeLine(`${id}d${i + 1}`, shape, ...lines)),
    serviceNode(parts),
    ...ports.map(({ shape, lines }, i) => nodeLine(`${id}p${i + 1}`, shape, ...lines)),
    ...targetNodes(targets, id),
    ...endNode(parts),
  ];
}

/** Where the Service ends in nothing, or in a name, the hop to that tells what is found of it. */
function serviceNode({ id, service, untold, ports }: ServiceParts): string {
  const { name, selector, backendSource } = service;
  const ends = backendSource === 'externalName' || ports.some(({ dead }) => dead);
  const selects = selector === null ? 'no selector' : `selector ${labelsText(selector)}`;
  const told = ends || untold.length === 0 ? '' : `⚠ ${untold.join(', ')}`;
  return nodeLine(`${id}v`, told === '' ? 'box' : 'broken', name, selects, told);
}

/** The Pods of a Node stand in a frame, the other targets by themselves. */
function targetNodes(targets: readonly BackendNode[], id: string): string[] {
  const lines = new Map(
    targets.map((target, i) => [target, nodeLine(`${id}t${i + 1}`, target.shape, ...target.lines)]),
  );
  const byNode = [...Map.groupBy(targets, ({ node }) => node)];
  return byNode.flatMap(([node, those], i) => {
    const own = those.map((target) => lines.get(target) ?? '');
    return node === null ? own : subgraph(`${id}n${i + 1}`, `Node ${node}`, own);
  });
}

function endNode({ id, service, ports }: ServiceParts): string[] {
  const { backendSource, externalName, unread } = service;
  if (backendSource === 'externalName')
    return [nodeLine(`${id}x`, 'name', 'externalName', externalName || 'none')];
  if (!ports.some(({ dead }) => dead)) return [];
  const nobody = backendSource === 'selector' ? 'no Pods' : 'no addresses';
  if (unread.slices || unread.pods) return [nodeLine(`${id}x`, 'box', 'unknown')];
  return [nodeLine(`${id}x`, 'broken', `✗ ${nobody}`)];
}

function portIdsOf({ id, ports }: ServiceParts): ReadonlyMap<string, string> {
  return new Map(ports.map(({ key }, i) => [key, `${id}p${i + 1}`]));
}

function edgesOf(parts: ServiceParts): string[] {
  const { id, service, doors, ports, targets, untold } = parts;
  const portIds = portIdsOf(parts);
  const end = whyNobody(service, untold);
  const toEnd = (from: string) => edgeLine(from, `${id}x`, end === '' ? 'solid' : 'dotted', end);
  return [
    ...doors.map(({ line, text }, i) => edgeLine(`${id}d${i + 1}`, `${id}v`, line, text)),
    ...[...portIds.values()].map((port) => edgeLine(`${id}v`, port, 'solid', '')),
    ...targets.flatMap(({ links }, i) =>
      links.map(({ port, line, text }) =>
        edgeLine(portIds.get(port) ?? `${id}v`, `${id}t${i + 1}`, line, text),
      ),
    ),
    ...ports.flatMap(({ dead }, i) => (dead ? [toEnd(`${id}p${i + 1}`)] : [])),
    ...(service.backendSource === 'externalName' ? [toEnd(`${id}v`)] : []),
  ];
}

function whyNobody({ backendSource, unread, findings }: ServiceReport, untold: readonly string[]): string {
  const why = untold.length > 0 ? untold : findings.filter((rule) => rule === HARMLESS);
  if (why.length > 0) return `✗ ${why.join(', ')}`;
  if (backendSource === 'externalName') return '';
  return unread.slices || unread.pods ? 'unknown' : '✗ no endpoints';
}
