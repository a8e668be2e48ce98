import type { BackendReport, Finding, Report, ServiceReport } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { wrapText } from '../../text/wrap.ts';
import { portText, publishedCells, readyText, servicePortText, socketText } from './cells.ts';
import { fittedTable } from './columns.ts';
import { findingLines, findingsByService, skippedLines } from './findings.ts';
import { factLines, factOf } from './header.ts';
import { type Paint, paint } from './paint.ts';

const NOT_CHECKED =
  'Not checked: DNS, kube-proxy, NetworkPolicy enforcement, whether the process listens on the port.';

/** The joined view: header, table and findings of each Service, two blank lines between Services. */
export function renderDescribe(report: Report, style: Style, wide: boolean): string {
  const foundOf = findingsByService(report.findings);
  const described = report.services.map((service) => {
    const findings = foundOf(service);
    const rows = table(service, style, wide);
    return [
      ...header(service, style),
      ...(rows.length > 0 ? ['', ...rows] : []),
      ...findingsOf(findings, style),
    ];
  });
  const others = report.findings.filter(({ service }) => service === null);
  if (others.length > 0)
    described.push(['Findings that belong to no Service:', ...findingLines(others, style)]);
  const end = [
    ...(report.skipped.length > 0
      ? ['', 'Skipped, for what could not be read:', ...skippedLines(report.skipped, style)]
      : []),
    ...notChecked(style),
  ];
  return `${[described.map((lines) => lines.join('\n')).join('\n\n\n'), ...end].join('\n')}\n`;
}

/** What nobody should take for checked. */
export function notChecked({ width }: Style): string[] {
  return ['', ...wrapText(NOT_CHECKED, '', width)];
}

function header(service: ServiceReport, { color, width }: Style): string[] {
  const { status } = paint(color);
  const facts = [
    ...factOf('Name', [service.name]),
    ...factOf('Namespace', [service.namespace]),
    { label: 'Status', text: service.status, paint: (text: string) => status(text, service.status) },
    ...service.facts.flatMap(({ label, lines }) => factOf(label, lines)),
  ];
  return factLines(facts, width);
}

function table(service: ServiceReport, style: Style, wide: boolean): string[] {
  const { backends, ports, backendSource } = service;
  // A name in DNS has no endpoints to show.
  if (backends === null || backendSource === 'externalName') return [];
  const head = ['PORT', 'POD', 'IP', ...(wide ? ['NODE', 'ZONE', 'PHASE'] : [])];
  head.push('READY', 'ENDPOINTS', 'SLICE', 'STATUS');
  const rows = backends.map((backend) => backendCells(backend, wide, paint(style.color)));
  const listed = new Set(backends.map(({ servicePort, protocol }) => `${servicePort}/${protocol}`));
  for (const { name, port, protocol } of ports)
    if (!listed.has(`${port}/${protocol}`))
      rows.push([portText(name, port, protocol), ...nobody(service.unread, wide)]);
  if (rows.length === 0) rows.push(['<none>', ...nobody(service.unread, wide)]);
  return fittedTable(head, rows, style.width, style.headers);
}

export function backendCells(backend: BackendReport, wide: boolean, paints: Paint): string[] {
  const { pod, address, port } = backend;
  const placed = wide ? [backend.node, backend.zone, backend.podPhase].map((fact) => fact ?? '<none>') : [];
  return [
    servicePortText(backend),
    pod ?? '<none>',
    address === null ? '<none>' : socketText(address, port),
    ...placed,
    readyText(backend),
    ...publishedCells(backend, paints),
  ];
}

/** The row of a port behind which nothing is known: nothing is there, or nothing could be read. */
export function nobody({ pods, endpoints, slices }: ServiceReport['unread'], wide: boolean): string[] {
  const cell = (unread: boolean) => (unread ? '<unknown>' : '<none>');
  const ofPod = Array.from({ length: wide ? 6 : 3 }, () => cell(pods || slices));
  return [...ofPod, cell(endpoints), cell(slices), cell(slices)];
}

export function findingsOf(findings: readonly Finding[], style: Style): string[] {
  if (findings.length === 0) return ['', 'Findings: <none>'];
  return ['', 'Findings:', ...findingLines(findings, style)];
}
