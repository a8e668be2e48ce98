import type {
  AddressEntry,
  AddressOwner,
  AddressReport,
  NodePortReport,
} from '../../model/report/lookup-report.ts';
import type { Style } from '../../model/style.ts';
import { FINISHED_PHASES } from '../../model/well-known.ts';
import { counted, listed } from '../../text/list.ts';
import { kubectlName, namespacedName, objectKey } from '../../text/object-key.ts';
import { portText, publishedColumns, readyCell, servicePortText, statusCell, targetText } from './cells.ts';
import { findingsSection, problemsOf } from './findings.ts';
import { fittedTable, type TableColumn } from './fitted-table.ts';
import { findingLine, formatHeader, type HeaderLine, headerLines } from './header.ts';
import { type Paint, paint } from './paint.ts';
import { routedText } from './routed-text.ts';

const MOST_PODS = 3;
const MOST_NODE_PORTS = 5;

/** The text of `describe ip`: owners, Service ports and findings of each address that is found. */
export function addressBlocks(report: AddressReport, style: Style, wide: boolean): string[][] {
  return report.addresses
    .filter(isFound)
    .map((entry) => [
      ...formatHeader(headerOf(entry, report, wide, paint(style.color)), style.width, paint(style.color)),
      ...servicePortTable(entry, style, wide),
      ...(hasService(entry) ? findingsSection(entry.shownFindings, style) : []),
    ]);
}

/** Rules evaluate Services only. */
function hasService({ services, owners }: AddressEntry): boolean {
  return services.length > 0 || owners.some(({ kind }) => kind === 'Service');
}

/** True if an object has the address or lists it. */
export function isFound({ owners, services, listedIn }: AddressEntry): boolean {
  return owners.length + services.length + listedIn.length > 0;
}

export function addressNames({ addresses }: AddressReport): string[] {
  const names = addresses.flatMap(({ owners, services }) => [
    ...owners.map(({ kind, name }) => kubectlName(kind, name)),
    ...services.map(({ service }) => `service/${service}`),
  ]);
  return [...new Set(names)];
}

/** The kinds whose objects have addresses. */
const OWNER_KINDS = ['Pod', 'Node', 'Service', 'Ingress'];
/** The kinds that say which Services an address is an endpoint of. */
const ENDPOINT_KINDS = ['Service', 'Endpoints', 'EndpointSlice'];

function headerOf(
  entry: AddressEntry,
  { unread }: AddressReport,
  wide: boolean,
  paints: Paint,
): HeaderLine[] {
  const { address, owners, services, listedIn, nodePorts } = entry;
  const serving = new Set(services.map(({ namespace, service }) => namespacedName(namespace, service)));
  const owned = ownerLines(owners, wide);
  const missing = (kinds: readonly string[]) =>
    unread.some(({ kind }) => kinds.includes(kind)) ? '<unknown>' : '<none>';
  return [
    ...headerLines('Address', [paints.bold(address)]),
    ...(services.length === 0 ? [] : headerLines('Status', [routedText(services, paints)])),
    ...findingLine(problemsOf(entry.shownFindings), '', paints),
    ...headerLines('Owned by', owned.length > 0 ? owned : [missing(OWNER_KINDS)]),
    ...headerLines('Endpoint of', [
      serving.size === 0 ? missing(ENDPOINT_KINDS) : counted(serving.size, 'Service'),
    ]),
    ...headerLines(
      'Listed in',
      listedIn.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
    ),
    ...headerLines('Node ports', nodePortLines(nodePorts, wide)),
  ];
}

function ownerLines(owners: readonly AddressOwner[], wide: boolean): string[] {
  const sharing = owners.filter(({ kind, hostNetwork }) => kind === 'Pod' && hostNetwork);
  const grouped = !wide && sharing.length > MOST_PODS;
  const hidden = new Set(grouped ? sharing : []);
  const others = owners.filter((owner) => !hidden.has(owner));
  const names = sharing.map(objectKey);
  return [
    ...others.map(ownerText),
    ...(grouped ? [`${counted(sharing.length, 'Pod')} with hostNetwork: ${listed(names, MOST_PODS)}`] : []),
  ];
}

function ownerText(owner: AddressOwner): string {
  const { kind, namespace, name, as, status } = owner;
  switch (kind) {
    case 'Pod':
      return `Pod ${namespace}/${name}: ${podState(owner)}`;
    case 'Node':
      if (as === 'hostIP') return `Node ${name} (hostIP of its Pods)`;
      return `Node ${name}: ${as || '<none>'}, ${owner.ready ? 'Ready' : 'not Ready'}`;
    case 'Service':
      return `Service ${namespace}/${name}: ${as}${status === null ? '' : `, ${status}`}`;
    case 'Ingress':
      return `Ingress ${namespace}/${name}: ${as}`;
  }
}

function podState({ phase, ready, node, hostNetwork }: AddressOwner): string {
  const finished = phase !== null && FINISHED_PHASES.includes(phase);
  return [
    phase ?? '<unknown>',
    ...(finished ? ['the address may be reused'] : [ready ? 'Ready' : 'not Ready']),
    ...(node === null ? [] : [`on Node ${node}`]),
    ...(hostNetwork ? ['hostNetwork'] : []),
  ].join(', ');
}

function nodePortLines(ports: readonly NodePortReport[], wide: boolean): string[] {
  const lines = ports.map(
    ({ namespace, service, portName, servicePort, protocol, nodePort }) =>
      `${nodePort}/${protocol} -> Service ${namespace}/${service} ${portText(portName, servicePort, protocol)}`,
  );
  if (wide || lines.length <= MOST_NODE_PORTS) return lines;
  return [
    ...lines.slice(0, MOST_NODE_PORTS),
    `and ${lines.length - MOST_NODE_PORTS} more (shown with -o wide)`,
  ];
}

function servicePortTable({ services }: AddressEntry, style: Style, wide: boolean): string[] {
  if (services.length === 0) return [];
  const published = publishedColumns(services, wide);
  const paints = paint(style.color);
  const columns: TableColumn[] = [
    { head: 'NAMESPACE' },
    { head: 'SERVICE' },
    { head: 'PORT' },
    { head: 'STATUS' },
    wide ? { head: 'TARGET' } : { head: 'TARGET', dropped: 1 },
    { head: 'POD' },
    ...(wide ? [{ head: 'NODE' }, { head: 'VIA' }, { head: 'SLICE-NAME' }] : []),
    wide ? { head: 'READY' } : { head: 'READY', dropped: 2 },
    ...published.columns,
  ];
  const rows = services.map((row) => [
    row.namespace,
    row.service,
    servicePortText(row),
    statusCell(row, paints),
    targetText(row),
    paints.cell(row.pod ?? '<none>'),
    ...(wide ? [paints.cell(row.node ?? '<none>'), row.via, paints.cell(row.slice ?? '<none>')] : []),
    readyCell(row, paints),
    ...published.cells(row),
  ]);
  return ['', ...fittedTable(columns, rows, style, wide ? {} : { group: 2 })];
}
