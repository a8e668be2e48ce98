import type { Report, ServiceReport } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { backendCells, backendHead, noBackendCells, portText } from './cells.ts';
import { fittedTable } from './columns.ts';
import {
  findingLines,
  findingsByService,
  findingsSection,
  notCheckedLines,
  skippedLines,
} from './findings.ts';
import { formatHeader, headerLines } from './header.ts';
import { paint } from './paint.ts';

/** The text of `describe svc`: header, backends and findings of each Service, two blank lines between Services. */
export function renderDescribe(report: Report, style: Style, wide: boolean): string {
  const findingsFor = findingsByService(report.findings);
  const described = report.services.map((service) => {
    const table = backendTable(service, style, wide);
    return [
      ...header(service, style),
      ...(table.length > 0 ? ['', ...table] : []),
      ...findingsSection(findingsFor(service), style),
    ];
  });
  const others = report.findings.filter(({ service }) => service === null);
  if (others.length > 0) described.push(['Findings without a Service:', ...findingLines(others, style)]);
  const end = [
    ...(report.skipped.length > 0
      ? ['', 'Not checked, because objects could not be read:', ...skippedLines(report.skipped, style)]
      : []),
    ...notCheckedLines(style),
  ];
  return `${[described.map((lines) => lines.join('\n')).join('\n\n\n'), ...end].join('\n')}\n`;
}

function header(service: ServiceReport, { color, width }: Style): string[] {
  const { status } = paint(color);
  const lines = [
    ...headerLines('Name', [service.name]),
    ...headerLines('Namespace', [service.namespace]),
    { label: 'Status', text: service.status, paint: (text: string) => status(text, service.status) },
    ...service.facts.flatMap((fact) => headerLines(fact.label, fact.lines)),
  ];
  return formatHeader(lines, width);
}

function backendTable(service: ServiceReport, style: Style, wide: boolean): string[] {
  const { backends, ports, backendSource } = service;
  // An ExternalName Service is an alias in DNS; kube-proxy ignores it.
  if (backends === null || backendSource === 'externalName') return [];
  const rows = backends.map((backend) => backendCells(backend, wide, paint(style.color)));
  const portsWithBackends = new Set(
    backends.map(({ servicePort, protocol }) => `${servicePort}/${protocol}`),
  );
  for (const { name, port, protocol } of ports)
    if (!portsWithBackends.has(`${port}/${protocol}`))
      rows.push([portText(name, port, protocol), ...noBackendCells(service.unread, wide)]);
  if (rows.length === 0) rows.push(['<none>', ...noBackendCells(service.unread, wide)]);
  return fittedTable(backendHead(wide), rows, style.width, style.headers);
}
