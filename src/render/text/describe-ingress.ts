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
import { backendCells, backendHead, noBackendCells, portText, servicePortText } from './cells.ts';
import { fittedTable } from './columns.ts';
import { findingsSection } from './findings.ts';
import { formatHeader, type HeaderLine, headerLines } from './header.ts';
import { paint } from './paint.ts';

/** The text of `describe ingress`: header, paths, the backends of their Service ports, and findings. */
export function ingressBlocks(report: IngressReport, style: Style, wide: boolean): string[][] {
  const services = new Map(
    report.services.map((service) => [
      objectKey(service),
      { service, rows: Map.groupBy(service.backends ?? [], servicePortText) },
    ]),
  );
  return report.ingresses.map((ingress) => [
    ...formatHeader(headerOf(ingress, services), style.width),
    ...pathTable(ingress.paths, style),
    ...backendTable(ingress, services, style, wide),
    ...findingsSection(ingress.shownFindings, style),
  ]);
}

export function ingressNames({ ingresses }: IngressReport): string[] {
  return ingresses.map(({ name }) => `ingress.networking.k8s.io/${name}`);
}

function headerOf(ingress: IngressEntry, services: ReadonlyMap<string, ServiceRows>): HeaderLine[] {
  const { namespace, name, addresses, tls, paths } = ingress;
  const names = [...new Set(paths.map(({ service }) => service ?? ''))];
  const admitted = names.flatMap((one) =>
    (services.get(namespacedName(namespace, one))?.service.admitted ?? []).map((text) => `${one}: ${text}`),
  );
  const hostsOf = (hosts: readonly string[]) => (hosts.length === 0 ? 'every host' : hosts.join(', '));
  return [
    ...headerLines('Name', [name]),
    ...headerLines('Namespace', [namespace]),
    ...headerLines('Class', [classText(ingress.class)]),
    ...headerLines('Address', [listed(addresses)]),
    ...headerLines(
      'TLS',
      tls.map(({ hosts, secretName }) =>
        secretName === '' ? `SNI routes ${hostsOf(hosts)}` : `${secretName} terminates ${hostsOf(hosts)}`,
      ),
    ),
    ...(admitted.length > 0 ? headerLines('Isolated By', admitted) : []),
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
    // The annotation kubernetes.io/ingress.class may name a class without an IngressClass object.
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
    backendCell(path),
    portCell(path),
    path.routable === null
      ? path.state === 'unknown'
        ? '<unknown>'
        : '<none>'
      : `${path.routable}/${path.backends}`,
    routed(STATES[path.state], isRoutable(path.state)),
    path.pathType ?? '<none>',
  ]);
  if (rows.length === 0) return ['', 'Paths: <none>'];
  const head = ['HOST', 'PATH', 'SERVICE', 'PORT', 'READY', 'STATUS', 'TYPE'];
  return ['', ...fittedTable(head, rows, style.width, style.headers)];
}

/** Null where no endpoints decide it. */
function isRoutable(state: PathState): boolean | null {
  if (state === 'routed') return true;
  return ['notRouted', 'serviceMissing', 'portMissing'].includes(state) ? false : null;
}

function backendCell({ service, resource }: IngressPathReport): string {
  return service ?? (resource === null ? '<none>' : `${resource.kind}/${resource.name}`);
}

function portCell({ servicePort, port }: IngressPathReport): string {
  if (servicePort === null) return port === null ? '<none>' : `${port}`;
  return portText(servicePort.name, servicePort.port, servicePort.protocol);
}

/** A Service and its backends by the text of their Service port. */
interface ServiceRows {
  service: ServiceReport;
  rows: ReadonlyMap<string, readonly BackendReport[]>;
}

/** The backends of each Service port that a path names, once. */
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
    if (own.length === 0) return [[service.name, port, ...noBackendCells(service.unread, wide)]];
    return own.map((backend) => [service.name, ...backendCells(backend, wide, paint(style.color))]);
  });
  if (rows.length === 0) return [];
  return ['', ...fittedTable(['SERVICE', ...backendHead(wide)], rows, style.width, style.headers)];
}
