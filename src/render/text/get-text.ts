import type { Finding, PortReport, Report, ServiceReport } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { humanDuration } from '../../text/duration.ts';
import { labelsText } from '../../text/labels.ts';
import { listed } from '../../text/list.ts';
import { fittedTable } from './columns.ts';
import { findingsByService } from './findings.ts';
import { paint } from './paint.ts';

/** The text of `get`: one line per Service, in the columns of `kubectl get` and a few more. */
export function renderGet(report: Report, style: Style, wide: boolean): string {
  const head = [
    'NAME',
    'TYPE',
    ...(wide ? ['CLUSTER-IP'] : []),
    'PORTS',
    'READY',
    'STATUS',
    'FINDINGS',
    'AGE',
  ];
  const findingsFor = findingsByService(report.findings);
  const rows = report.services.map((service) => {
    const findings = shownFindings(service, findingsFor(service), wide);
    return [...(style.namespaces ? [service.namespace] : []), ...row(service, findings, style, wide)];
  });
  return `${fittedTable(
    [...(style.namespaces ? ['NAMESPACE'] : []), ...head, ...(wide ? ['SELECTOR'] : [])],
    rows,
    style.width,
    style.headers,
  ).join('\n')}\n`;
}

/** Info is shown with `-o wide` only, or where it alone says why a Service is Unavailable. */
function shownFindings(
  { status }: ServiceReport,
  findings: readonly Finding[],
  wide: boolean,
): readonly Finding[] {
  const problems = findings.filter(({ severity }) => severity !== 'info');
  return wide || (problems.length === 0 && status === 'Unavailable') ? findings : problems;
}

function row(service: ServiceReport, findings: readonly Finding[], style: Style, wide: boolean): string[] {
  const { name, type, status, age, ports, selector } = service;
  const paints = paint(style.color);
  return [
    name,
    type,
    ...(wide ? [clusterIPCell(service)] : []),
    listed(ports.map(portCell)).replaceAll(', ', ','),
    readyCell(service),
    paints.status(status, status),
    listed([...new Set(findings.map(({ rule }) => rule))]).replaceAll(', ', ','),
    age === null ? '<unknown>' : humanDuration(age),
    ...(wide ? [selector === null ? '<none>' : labelsText(selector)] : []),
  ];
}

/** As `kubectl get svc` prints ports: `80/TCP`, `80:30080/TCP`. */
function portCell({ port, nodePort, protocol }: PortReport): string {
  return `${port}${nodePort === null ? '' : `:${nodePort}`}/${protocol}`;
}

function clusterIPCell({ headless, clusterIPs, externalName }: ServiceReport): string {
  if (externalName !== null) return '<none>';
  return headless ? 'None' : listed(clusterIPs).replaceAll(', ', ',');
}

function readyCell({ ready, unread }: ServiceReport): string {
  if (ready === null) return '<none>';
  return unread.slices || unread.pods ? '<unknown>' : `${ready.routable}/${ready.backends}`;
}
