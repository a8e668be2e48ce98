/** The flowchart of `describe ingress`: from hosts and paths to the Service ports that they name and their backends. */
import type { IngressEntry, IngressPathReport, IngressReport } from '../../model/report/ingress-report.ts';
import { counted, listed } from '../../text/list.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { type DiagramPart, fitDiagram } from './mermaid-fit.ts';
import { ingressServices } from './mermaid-ingress-services.ts';
import { drawService, type ServiceDiagram } from './mermaid-service.ts';
import { type EdgeStyle, edgeLine, nodeLine, subgraph } from './mermaid-syntax.ts';
import { portKey } from './mermaid-targets.ts';

const MOST_PATHS = 6;
const MOST_ADDRESSES = 4;

export function renderIngressMermaid(report: IngressReport): string {
  const services = ingressServices(report);
  return fitDiagram(
    services.map(({ service }) => service),
    (grouping) => {
      const diagrams = new Map(
        services.map(({ service, findings }, i) => [
          objectKey(service),
          drawService(service, findings, grouping, `s${i + 1}`, false),
        ]),
      );
      const ingresses = report.ingresses.map((ingress, i) => drawIngress(ingress, diagrams, `i${i + 1}`));
      // An edge inside a subgraph would move its target into that subgraph.
      return [
        ...ingresses.map(([frame]) => frame),
        ...diagrams.values(),
        ...ingresses.map(([, edgesOut]) => edgesOut),
      ];
    },
    [
      nodeLine(
        'ingresses',
        'box',
        `${counted(report.ingresses.length, 'Ingress', 'Ingresses')}, too many to draw`,
      ),
    ],
  );
}

function drawIngress(
  ingress: IngressEntry,
  diagrams: ReadonlyMap<string, ServiceDiagram>,
  id: string,
): [frame: DiagramPart, edgesOut: DiagramPart] {
  // Paths with the same backend share a node.
  const groups = [
    ...Map.groupBy(ingress.paths, ({ state, service, port, resource }) =>
      JSON.stringify([state, service, port, resource]),
    ).values(),
  ];
  const address = ingress.addresses.length === 0 ? 'no address' : listed(ingress.addresses, MOST_ADDRESSES);
  const entry = nodeLine(
    `${id}d`,
    'frontend',
    ingress.class.name === null ? 'no class' : `class ${ingress.class.name}`,
    address,
  );
  const paths = groups.map((group, i) => nodeLine(`${id}p${i + 1}`, 'box', ...pathLines(group)));
  const edges = groups.map((_, i) => edgeLine(`${id}d`, `${id}p${i + 1}`, 'solid', ''));
  const edgesOut = groups.flatMap(([path], i) => {
    const diagram = diagrams.get(namespacedName(ingress.namespace, path?.service ?? ''));
    return path ? edgeFromPath(path, diagram, `${id}p${i + 1}`, `${id}x${i + 1}`) : [];
  });
  const lines = subgraph(id, `Ingress ${objectKey(ingress)}`, [entry, ...paths, ...edges]);
  return [
    { lines, targets: 0, edges: edges.length },
    { lines: edgesOut, targets: 0, edges: groups.length },
  ];
}

function pathLines(paths: readonly IngressPathReport[]): string[] {
  const texts = paths.map(({ host, path, defaultBackend }) =>
    defaultBackend ? 'default backend' : `${host ?? 'any host'}${path ?? '/'}`,
  );
  const more = texts.length - MOST_PATHS;
  return more > 0 ? [...texts.slice(0, MOST_PATHS), `and ${more} more`] : texts;
}

/** The edge from a path to its Service port, or to a node of its own if there is none. */
function edgeFromPath(
  path: IngressPathReport,
  diagram: ServiceDiagram | undefined,
  from: string,
  end: string,
): string[] {
  const { state, service, servicePort, resource } = path;
  const to = servicePort && diagram?.portIds.get(portKey(servicePort.port, servicePort.protocol));
  const withEnd = (line: EdgeStyle, text: string, node: string) => [node, edgeLine(from, end, line, text)];
  const missing = (what: string) =>
    withEnd('dotted', '✗ ingress-backend-missing', nodeLine(end, 'broken', `✗ ${what}`));
  switch (state) {
    case 'serviceMissing':
      return missing(`no Service ${service}`);
    case 'portMissing':
      return missing(`Service ${service} has no port ${path.port}`);
    case 'resource':
      return withEnd(
        'solid',
        '',
        nodeLine(end, 'name', `${resource?.kind}/${resource?.name}`, 'not checked'),
      );
    case 'externalName':
      if (diagram) return [edgeLine(from, diagram.serviceId, 'solid', '')];
  }
  if (to)
    return [
      edgeLine(from, to, state === 'unknown' ? 'dotted' : 'solid', state === 'unknown' ? 'unknown' : ''),
    ];
  return withEnd(
    'dotted',
    'unknown',
    nodeLine(end, 'box', service === null ? 'no Service' : `Service ${service}`),
  );
}
