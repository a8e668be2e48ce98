import type { BackendReport, ServiceReport } from '../../model/report/endpoints-report.ts';
import type {
  IngressClassReport,
  IngressEntry,
  IngressPathReport,
  IngressReport,
  PathState,
} from '../../model/report/ingress-report.ts';
import type { Style } from '../../model/style.ts';
import { counted, listed } from '../../text/list.ts';
import { kubectlName, namespacedName, objectKey } from '../../text/object-key.ts';
import { backendTable, type PortBackends } from './backends-text.ts';
import { portText, servicePortText } from './cells.ts';
import { findingsSection, problemsOf } from './findings.ts';
import { fittedTable, type TableColumn } from './fitted-table.ts';
import { findingLine, formatHeader, type HeaderLine, headerLines } from './header.ts';
import { type Paint, paint } from './paint.ts';

/** The text of `describe ingress`: header, paths, the backends of their Service ports, and findings. */
export function ingressBlocks(report: IngressReport, style: Style, wide: boolean): string[][] {
  const services = new Map(
    report.services.map((service) => [
      objectKey(service),
      { service, rows: Map.groupBy(service.backends ?? [], servicePortText) },
    ]),
  );
  return report.ingresses.map((ingress) => [
    ...formatHeader(headerOf(ingress, paint(style.color)), style.width, paint(style.color)),
    ...pathTable(ingress.paths, style, wide),
    ...pathBackends(ingress, services, style, wide),
    ...findingsSection(ingress.shownFindings, style),
  ]);
}

export function ingressNames({ ingresses }: IngressReport): string[] {
  return ingresses.map(({ name }) => kubectlName('Ingress', name));
}

function headerOf(ingress: IngressEntry, paints: Paint): HeaderLine[] {
  const { namespace, name, addresses, tls } = ingress;
  const hostsOf = (hosts: readonly string[]) => (hosts.length === 0 ? 'all hosts' : hosts.join(', '));
  return [
    ...headerLines('Name', [paints.bold(name)]),
    ...headerLines('Namespace', [namespace]),
    ...headerLines('Status', [statusLine(ingress, paints)]),
    ...findingLine(problemsOf(ingress.shownFindings), '', paints),
    ...headerLines('Class', [classText(ingress.class)]),
    ...headerLines('Address', [listed(addresses)]),
    ...headerLines(
      'TLS',
      tls.map(({ hosts, secretName }) =>
        secretName === '' ? `SNI routing for ${hostsOf(hosts)}` : `${secretName} for ${hostsOf(hosts)}`,
      ),
    ),
  ];
}

function classText({ name, source, controller, exists }: IngressClassReport): string {
  if (name === null)
    return exists === null ? '<none> (default IngressClass: <unknown>)' : '<none> (no default IngressClass)';
  const facts = [
    ...(source === 'annotation' ? ['by annotation'] : []),
    ...(source === 'default' ? ['default'] : []),
    ...(controller === null ? [] : [`controller ${controller || '<none>'}`]),
    // The annotation kubernetes.io/ingress.class may name a class without an IngressClass object.
    ...(exists === false && source !== 'annotation' ? ['IngressClass not found'] : []),
    ...(exists === null && source !== 'annotation' ? ['IngressClass: <unknown>'] : []),
  ];
  return facts.length === 0 ? name : `${name} (${facts.join(', ')})`;
}

/** STATUS of a path. */
export const PATH_STATES: Record<PathState, string> = {
  routed: 'routed',
  notRouted: 'not routed',
  externalName: 'external name',
  serviceMissing: 'Service not found',
  portMissing: 'port not found',
  resource: 'not checked',
  unknown: '<unknown>',
};

/** How many of the paths are routed: `2/3 paths routed; 1 not checked` */
function statusLine({ paths }: IngressEntry, { state }: Paint): string {
  if (paths.length === 0) return 'no paths';
  const [decided, others] = [true, false].map((wanted) =>
    paths.filter((path) => (isRoutable(path.state) !== null) === wanted),
  ) as [IngressPathReport[], IngressPathReport[]];
  const routed = decided.filter((path) => path.state === 'routed').length;
  const share = state(`${routed}/${decided.length}`, routed === 0 ? false : null);
  const isAll = routed === decided.length;
  const counts = [...Map.groupBy(others, (path) => PATH_STATES[path.state])].map(
    ([text, some]) => `${some.length} ${text}`,
  );
  return [
    ...(decided.length === 0 ? [] : [isAll ? `routed, ${counted(routed, 'path')}` : `${share} paths routed`]),
    ...(counts.length === 0 ? [] : [counts.join(', ')]),
  ].join('; ');
}

const PATH_COLUMNS: readonly TableColumn[] = [
  { head: 'HOST' },
  { head: 'PATH' },
  { head: 'STATUS' },
  { head: 'SERVICE' },
  { head: 'PORT' },
  { head: 'READY', dropped: 2 },
  { head: 'TYPE', dropped: 1 },
];

function pathTable(paths: readonly IngressPathReport[], style: Style, wide: boolean): string[] {
  const { state, cell } = paint(style.color);
  const rows = paths.map((path) => [
    path.host ?? '*',
    path.defaultBackend ? '<default>' : (path.path ?? '/'),
    state(PATH_STATES[path.state], isRoutable(path.state) ?? (path.state === 'unknown' ? null : true)),
    cell(backendCell(path)),
    cell(portCell(path)),
    readyCell(path, paint(style.color)),
    cell(path.pathType ?? '<none>'),
  ]);
  if (rows.length === 0) return ['', `Paths: ${cell('<none>')}`];
  const columns = wide ? PATH_COLUMNS.map(({ head }) => ({ head })) : PATH_COLUMNS;
  return ['', ...fittedTable(columns, rows, style, wide ? {} : { group: 1 })];
}

function readyCell({ routable, backends, state }: IngressPathReport, { count, cell }: Paint): string {
  if (routable === null || backends === null) return cell(state === 'unknown' ? '<unknown>' : '<none>');
  return count(routable, backends);
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
function pathBackends(
  { namespace, paths }: IngressEntry,
  services: ReadonlyMap<string, ServiceRows>,
  style: Style,
  wide: boolean,
): string[] {
  const ports = new Map<string, PortBackends>();
  for (const { service: name, servicePort, state } of paths) {
    const found = services.get(namespacedName(namespace, name ?? ''));
    if (!found || servicePort === null || state === 'externalName') continue;
    const { service, rows } = found;
    const port = portText(servicePort.name, servicePort.port, servicePort.protocol);
    const group = [service.name, port];
    ports.set(group.join(' '), { group, backends: rows.get(port) ?? [], unread: service.unread });
  }
  if (ports.size === 0) return [];
  return ['', ...backendTable(['SERVICE', 'PORT'], [...ports.values()], style, wide)];
}
