import type { BackendReport, ServiceReport } from '../../model/report/endpoints-report.ts';
import type {
  IngressClassReport,
  IngressEntry,
  IngressPathReport,
  IngressReport,
  PathState,
} from '../../model/report/ingress-report.ts';
import type { Style } from '../../model/style.ts';
import { listed } from '../../text/list.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { portText, servicePortText } from './cells.ts';
import { fittedTable } from './columns.ts';
import { backendCells, findingsOf, nobody } from './describe-service.ts';
import { factLines, factOf, type HeaderLine } from './header.ts';
import { paint } from './paint.ts';

/** What an Ingress is, where each of its paths leads, what stands behind these Service ports, and findings. */
export function ingressBlocks(report: IngressReport, style: Style, wide: boolean): string[][] {
  const services = new Map(
    report.services.map((service) => [
      objectKey(service),
      { service, rows: Map.groupBy(service.backends ?? [], servicePortText) },
    ]),
  );
  return report.ingresses.map((ingress) => [
    ...factLines(factsOf(ingress), style.width),
    ...pathTable(ingress.paths, style),
    ...backendTable(ingress, services, style, wide),
    ...findingsOf(ingress.shownFindings, style),
  ]);
}

export function ingressNames({ ingresses }: IngressReport): string[] {
  return ingresses.map(({ name }) => `ingress.networking.k8s.io/${name}`);
}

function factsOf(ingress: IngressEntry): HeaderLine[] {
  const { namespace, name, addresses, tls } = ingress;
  const hostsOf = (hosts: readonly string[]) => (hosts.length === 0 ? 'every host' : hosts.join(', '));
  return [
    ...factOf('Name', [name]),
    ...factOf('Namespace', [namespace]),
    ...factOf('Class', [classText(ingress.class)]),
    ...factOf('Address', [listed(addresses)]),
    ...factOf(
      'TLS',
      tls.map(({ hosts, secretName }) =>
        secretName === '' ? `SNI routes ${hostsOf(hosts)}` : `${secretName} terminates ${hostsOf(hosts)}`,
      ),
    ),
  ];
}

function classText({ name, source, controller, exists }: IngressClassReport): string {
  if (name === null)
    return exists === null
      ? '<none> (a default IngressClass: <unknown>)'
      : '<none> (no IngressClass is the default)';
  const facts = [
    ...(source === 'annotation' ? ['by annotation'] : []),
    ...(source === 'default' ? ['the default'] : []),
    ...(controller === null ? [] : [`controller ${controller || '<none>'}`]),
    // What an annotation names need not be an object.
    ...(exists === false && source !== 'annotation' ? ['there is no such IngressClass'] : []),
    ...(exists === null && source !== 'annotation' ? ['its IngressClass: <unknown>'] : []),
  ];
  return facts.length === 0 ? name : `${name} (${facts.join(', ')})`;
}

const STATES: Record<PathState, string> = {
  routed: 'routed',
  notRouted: 'not routed',
  externalName: 'a name in DNS',
  serviceMissing: 'no such Service',
  portMissing: 'no such port',
  resource: 'not judged',
  unknown: '<unknown>',
};

function pathTable(paths: readonly IngressPathReport[], style: Style): string[] {
  const { routed } = paint(style.color);
  const rows = paths.map((path) => [
    path.host ?? '*',
    path.defaultBackend ? '<default>' : (path.path ?? '/'),
    backendText(path),
    pathPort(path),
    path.routable === null
      ? path.state === 'unknown'
        ? '<unknown>'
        : '<none>'
      : `${path.routable}/${path.backends}`,
    routed(STATES[path.state], routable(path.state)),
    path.pathType ?? '<none>',
  ]);
  if (rows.length === 0) return ['', 'Paths: <none>'];
  const head = ['HOST', 'PATH', 'SERVICE', 'PORT', 'READY', 'STATUS', 'TYPE'];
  return ['', ...fittedTable(head, rows, style.width, style.headers)];
}

function routable(state: PathState): boolean | null {
  if (state === 'routed') return true;
  return ['notRouted', 'serviceMissing', 'portMissing'].includes(state) ? false : null;
}

function backendText({ service, resource }: IngressPathReport): string {
  return service ?? (resource === null ? '<none>' : `${resource.kind}/${resource.name}`);
}

function pathPort({ servicePort, port }: IngressPathReport): string {
  if (servicePort === null) return port === null ? '<none>' : `${port}`;
  return portText(servicePort.name, servicePort.port, servicePort.protocol);
}

/** A Service with its rows by the text of their port. */
interface ServiceRows {
  service: ServiceReport;
  rows: ReadonlyMap<string, readonly BackendReport[]>;
}

/** The rows of each Service port that a path leads to, once. */
function backendTable(
  { namespace, paths }: IngressEntry,
  services: ReadonlyMap<string, ServiceRows>,
  style: Style,
  wide: boolean,
): string[] {
  const seen = new Set<string>();
  const rows = paths.flatMap(({ service: name, servicePort, state }) => {
    const found = services.get(namespacedName(namespace, name ?? ''));
    if (!found || servicePort === null || state === 'externalName') return [];
    const { service, rows: rowsOf } = found;
    const port = portText(servicePort.name, servicePort.port, servicePort.protocol);
    if (seen.has(`${name} ${port}`)) return [];
    seen.add(`${name} ${port}`);
    const own = rowsOf.get(port) ?? [];
    if (own.length === 0) return [[service.name, port, ...nobody(service.unread, wide)]];
    return own.map((backend) => [service.name, ...backendCells(backend, wide, paint(style.color))]);
  });
  if (rows.length === 0) return [];
  const head = ['SERVICE', 'PORT', 'POD', 'IP', ...(wide ? ['NODE', 'ZONE', 'PHASE'] : [])];
  return [
    '',
    ...fittedTable([...head, 'READY', 'ENDPOINTS', 'SLICE', 'STATUS'], rows, style.width, style.headers),
  ];
}
