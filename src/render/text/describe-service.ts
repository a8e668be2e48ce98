import type { Finding, Report, ServiceReport, Severity } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { counted } from '../../text/list.ts';
import { backendTable } from './backends-text.ts';
import { portText, servicePortText } from './cells.ts';
import {
  findingLines,
  findingsByService,
  findingsSection,
  notCheckedLines,
  problemsOf,
  skippedLines,
} from './findings.ts';
import { findingLine, formatHeader, headerLines } from './header.ts';
import { type Paint, paint } from './paint.ts';

/** The text of `describe svc`: header, backends and findings of each Service, two blank lines between Services. */
export function renderDescribe(report: Report, style: Style, wide: boolean): string {
  const findingsFor = findingsByService(report.findings);
  const described = report.services.map((service) => {
    const findings = findingsFor(service);
    const table = serviceTable(service, style, wide);
    return [
      ...header(service, findings, style),
      ...(table.length > 0 ? ['', ...table] : []),
      ...findingsSection(findings, style),
    ];
  });
  const others = report.findings.filter(({ service }) => service === null);
  if (others.length > 0) described.push(['Findings without a Service:', ...findingLines(others, style)]);
  const end = [
    ...(report.skipped.length > 0 ? ['', ...skippedLines(report.skipped, style)] : []),
    ...notCheckedLines(style),
  ];
  return `${[described.map((lines) => lines.join('\n')).join('\n\n\n'), ...end].join('\n')}\n`;
}

function header(service: ServiceReport, findings: readonly Finding[], { color, width }: Style): string[] {
  const paints = paint(color);
  const status = statusLine(service, findings, paints);
  const problems = service.status === 'Unavailable' ? findings : problemsOf(findings);
  return formatHeader(
    [
      ...headerLines('Name', [paints.bold(service.name)]),
      ...headerLines('Namespace', [service.namespace]),
      ...headerLines('Status', [status]),
      ...findingLine(problems, status, paints),
      ...service.facts.flatMap((fact) => headerLines(fact.label, fact.lines)),
    ],
    width,
    paints,
  );
}

/** `Degraded: port metrics has no backend (0 of 2)`, `Healthy, 1 warning` */
function statusLine(
  { status, statusReason }: ServiceReport,
  findings: readonly Finding[],
  paints: Paint,
): string {
  if (statusReason !== '') return `${paints.status(`${status}:`, status)} ${statusReason}`;
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const counts = (['error', 'warning'] as const)
    .filter((severity) => count(severity) > 0)
    .map((severity) => counted(count(severity), severity));
  return [paints.status(status, status), ...counts].join(', ');
}

function serviceTable(service: ServiceReport, style: Style, wide: boolean): string[] {
  const { backends, ports, backendSource, unread } = service;
  // An ExternalName Service is an alias in DNS; kube-proxy ignores it.
  if (backends === null || backendSource === 'externalName') return [];
  const rowsOf = Map.groupBy(backends, servicePortText);
  const names = new Set([
    ...ports.map(({ name, port, protocol }) => portText(name, port, protocol)),
    ...rowsOf.keys(),
  ]);
  if (names.size === 0) names.add('<none>');
  const groups = [...names].map((name) => ({ group: [name], backends: rowsOf.get(name) ?? [], unread }));
  return backendTable(['PORT'], groups, style, wide);
}
