/** Ingresses in a picture: from host and path to the ports of Services, which are drawn as far as these paths lead. */
import type { IngressEntry, IngressPathReport, IngressReport } from '../../model/report/ingress-report.ts';
import { counted, listed } from '../../text/list.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { portKey } from './mermaid-backends.ts';
import { fitted, type Piece } from './mermaid-fit.ts';
import { narrowed } from './mermaid-narrow.ts';
import { type Picture, pictureOf } from './mermaid-service.ts';
import { type EdgeStyle, edgeLine, nodeLine, subgraph } from './mermaid-syntax.ts';

const MOST_PATHS = 6;
const MOST_ADDRESSES = 4;

export function renderIngressMermaid(report: IngressReport): string {
  const services = narrowed(report);
  return fitted(
    services.map(({ service }) => service),
    (detail) => {
      const pictures = new Map(
        services.map(({ service, findings }, i) => [
          objectKey(service),
          pictureOf(service, findings, detail, `s${i + 1}`, false),
        ]),
      );
      const ingresses = report.ingresses.map((ingress, i) => ingressPieces(ingress, pictures, `i${i + 1}`));
      // A hop belongs to no frame: it would pull what it leads to into it.
      return [
        ...ingresses.map(([frame]) => frame),
        ...pictures.values(),
        ...ingresses.map(([, hops]) => hops),
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

function ingressPieces(
  ingress: IngressEntry,
  pictures: ReadonlyMap<string, Picture>,
  id: string,
): [frame: Piece, hops: Piece] {
  // Paths that lead to the same stand together.
  const groups = [
    ...Map.groupBy(ingress.paths, ({ state, service, port, resource }) =>
      JSON.stringify([state, service, port, resource]),
    ).values(),
  ];
  const address = ingress.addresses.length === 0 ? 'no address' : listed(ingress.addresses, MOST_ADDRESSES);
  const door = nodeLine(
    `${id}d`,
    'door',
    ingress.class.name === null ? 'no class' : `class ${ingress.class.name}`,
    address,
  );
  const paths = groups.map((group, i) => nodeLine(`${id}p${i + 1}`, 'box', ...pathLines(group)));
  const edges = groups.map((_, i) => edgeLine(`${id}d`, `${id}p${i + 1}`, 'solid', ''));
  const hops = groups.flatMap(([path], i) => {
    const picture = pictures.get(namespacedName(ingress.namespace, path?.service ?? ''));
    return path ? hopOf(path, picture, `${id}p${i + 1}`, `${id}x${i + 1}`) : [];
  });
  const lines = subgraph(id, `Ingress ${objectKey(ingress)}`, [door, ...paths, ...edges]);
  return [
    { lines, targets: 0, edges: edges.length },
    { lines: hops, targets: 0, edges: groups.length },
  ];
}

function pathLines(paths: readonly IngressPathReport[]): string[] {
  const texts = paths.map(({ host, path, defaultBackend }) =>
    defaultBackend ? 'default backend' : `${host ?? 'any host'}${path ?? '/'}`,
  );
  const more = texts.length - MOST_PATHS;
  return more > 0 ? [...texts.slice(0, MOST_PATHS), `and ${more} more`] : texts;
}

/** The hop from a path to where it leads: into the picture of a Service, or to an end of its own. */
function hopOf(path: IngressPathReport, picture: Picture | undefined, from: string, end: string): string[] {
  const { state, service, servicePort, resource } = path;
  const to = servicePort && picture?.portIds.get(portKey(servicePort.port, servicePort.protocol));
  const ended = (line: EdgeStyle, text: string, node: string) => [node, edgeLine(from, end, line, text)];
  const missing = (what: string) =>
    ended('dotted', '✗ ingress-backend-missing', nodeLine(end, 'broken', `✗ ${what}`));
  switch (state) {
    case 'serviceMissing':
      return missing(`no Service ${service}`);
    case 'portMissing':
      return missing(`Service ${service} has no port ${path.port}`);
    case 'resource':
      return ended('solid', '', nodeLine(end, 'name', `${resource?.kind}/${resource?.name}`, 'not judged'));
    case 'externalName':
      if (picture) return [edgeLine(from, picture.serviceId, 'solid', '')];
  }
  if (to)
    return [
      edgeLine(from, to, state === 'unknown' ? 'dotted' : 'solid', state === 'unknown' ? 'unknown' : ''),
    ];
  return ended(
    'dotted',
    'unknown',
    nodeLine(end, 'box', service === null ? 'no Service' : `Service ${service}`),
  );
}
