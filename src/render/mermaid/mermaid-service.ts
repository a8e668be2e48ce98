/** The flowchart of `describe svc`: from frontends through the ports of a Service to its Pods, by Node. */
import type { Finding, Report, ServiceReport } from '../../model/report/endpoints-report.ts';
import { labelsText } from '../../text/labels.ts';
import { objectKey } from '../../text/object-key.ts';
import { findingsByService } from '../text/findings.ts';
import { type DiagramPart, fitDiagram } from './mermaid-fit.ts';
import { type Frontend, frontendsOf } from './mermaid-frontends.ts';
import { type PortNode, portNodesOf } from './mermaid-ports.ts';
import { edgeLine, nodeLine, subgraph } from './mermaid-syntax.ts';
import { type Grouping, type TargetNode, targetNodesOf } from './mermaid-targets.ts';

export interface ServiceDiagram extends DiagramPart {
  /** The id of the Service's own node. */
  serviceId: string;
  portIds: ReadonlyMap<string, string>;
}

/** The nodes of a Service's subgraph. Their ids are that of the subgraph and `d1` (frontend), `p1` (port), `t1` (target). */
interface ServiceParts {
  id: string;
  service: ServiceReport;
  frontends: readonly Frontend[];
  ports: readonly PortNode[];
  targets: readonly TargetNode[];
  /** Errors and warnings that no edge shows. */
  unshown: readonly string[];
}

/** The one rule of severity info that explains why a Service has no endpoints. */
const EXPLAINING_INFO = 'scaled-to-zero';

/** Draws one flowchart with a subgraph for each Service. */
export function renderMermaid({ services, findings }: Report): string {
  const findingsFor = findingsByService(findings);
  return fitDiagram(services, function* drawParts(grouping: Grouping): Iterable<DiagramPart> {
    if (services.length === 0)
      yield { lines: [nodeLine('none', 'box', 'no Services')], targets: 0, edges: 0 };
    for (const [index, service] of services.entries()) {
      yield drawService(service, findingsFor(service), grouping, `s${index + 1}`);
    }
  });
}

/**
 * @param id the id of the subgraph, and the prefix of all ids in it
 * @param withFrontends false if the caller draws its own
 */
export function drawService(
  service: ServiceReport,
  findings: readonly Finding[],
  grouping: Grouping,
  id: string,
  withFrontends = true,
): ServiceDiagram {
  const problems = new Set(findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule));
  const targets = targetNodesOf(service.backends ?? [], grouping, problems);
  const frontends = frontendsOf(service, problems);
  const edgesIn = [...targets.flatMap(({ links }) => links), ...frontends];
  const unshown = [...problems].filter((rule) => !edgesIn.some(({ text }) => text.includes(rule)));
  const ports = service.backendSource === 'externalName' ? [] : portNodesOf(service, targets);
  const parts = { id, service, frontends: withFrontends ? frontends : [], ports, targets, unshown };
  const edges = edgesOf(parts);
  const title = `Service ${objectKey(service)}: ${service.status}`;
  const lines = subgraph(id, title, [...nodesOf(parts), ...edges]);
  const portIds = portIdsOf(parts);
  return { lines, targets: targets.length, edges: edges.length, serviceId: `${id}v`, portIds };
}

function nodesOf(parts: ServiceParts): string[] {
  const { id, frontends, ports, targets } = parts;
  return [
    ...frontends.map(({ shape, lines }, i) => nodeLine(`${id}d${i + 1}`, shape, ...lines)),
    serviceNode(parts),
    ...ports.map(({ shape, lines }, i) => nodeLine(`${id}p${i + 1}`, shape, ...lines)),
    ...targetNodes(targets, id),
    ...endNode(parts),
  ];
}

/** Findings of a Service without backends are shown on the edge to its end node instead. */
function serviceNode({ id, service, unshown, ports }: ServiceParts): string {
  const { name, selector, backendSource } = service;
  const hasEnd = backendSource === 'externalName' || ports.some(({ hasBackends }) => !hasBackends);
  const selects = selector === null ? 'no selector' : `selector ${labelsText(selector)}`;
  const found = hasEnd || unshown.length === 0 ? '' : `⚠ ${unshown.join(', ')}`;
  return nodeLine(`${id}v`, found === '' ? 'box' : 'broken', name, selects, found);
}

/** One subgraph per Node; targets without a Node stand outside. */
function targetNodes(targets: readonly TargetNode[], id: string): string[] {
  const lines = new Map(
    targets.map((target, i) => [target, nodeLine(`${id}t${i + 1}`, target.shape, ...target.lines)]),
  );
  const byNode = [...Map.groupBy(targets, ({ node }) => node)];
  return byNode.flatMap(([node, group], i) => {
    const nodes = group.map((target) => lines.get(target) ?? '');
    return node === null ? nodes : subgraph(`${id}n${i + 1}`, `Node ${node}`, nodes);
  });
}

/** The node where ports without backends end. */
function endNode({ id, service, ports }: ServiceParts): string[] {
  const { backendSource, externalName, unread } = service;
  if (backendSource === 'externalName')
    return [nodeLine(`${id}x`, 'name', 'externalName', externalName || 'none')];
  if (ports.every(({ hasBackends }) => hasBackends)) return [];
  if (unread.slices || unread.pods) return [nodeLine(`${id}x`, 'box', 'unknown')];
  return [nodeLine(`${id}x`, 'broken', backendSource === 'selector' ? '✗ no Pods' : '✗ no addresses')];
}

function portIdsOf({ id, ports }: ServiceParts): ReadonlyMap<string, string> {
  return new Map(ports.map(({ key }, i) => [key, `${id}p${i + 1}`]));
}

function edgesOf(parts: ServiceParts): string[] {
  const { id, service, frontends, ports, targets, unshown } = parts;
  const portIds = portIdsOf(parts);
  const end = noEndpointsText(service, unshown);
  const toEnd = (from: string) => edgeLine(from, `${id}x`, end === '' ? 'solid' : 'dotted', end);
  return [
    ...frontends.map(({ line, text }, i) => edgeLine(`${id}d${i + 1}`, `${id}v`, line, text)),
    ...[...portIds.values()].map((port) => edgeLine(`${id}v`, port, 'solid', '')),
    ...targets.flatMap(({ links }, i) =>
      links.map(({ port, line, text }) =>
        edgeLine(portIds.get(port) ?? `${id}v`, `${id}t${i + 1}`, line, text),
      ),
    ),
    ...ports.flatMap(({ hasBackends }, i) => (hasBackends ? [] : [toEnd(`${id}p${i + 1}`)])),
    ...(service.backendSource === 'externalName' ? [toEnd(`${id}v`)] : []),
  ];
}

function noEndpointsText(
  { backendSource, unread, findings }: ServiceReport,
  unshown: readonly string[],
): string {
  const rules = unshown.length > 0 ? unshown : findings.filter((rule) => rule === EXPLAINING_INFO);
  if (rules.length > 0) return `✗ ${rules.join(', ')}`;
  if (backendSource === 'externalName') return '';
  return unread.slices || unread.pods ? 'unknown' : '✗ no endpoints';
}
