import type { Finding, PortReport, Report, ServiceReport } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { humanDuration } from '../../text/duration.ts';
import { labelsText } from '../../text/labels.ts';
import { findingsByService } from './findings.ts';
import { fittedTable, type TableColumn } from './fitted-table.ts';
import { type Paint, paint } from './paint.ts';

/** The text of `get`: one line per Service. On a terminal, FINDINGS is the most important one and a count. */
export function renderGet(report: Report, style: Style, wide: boolean): string {
  const findingsFor = findingsByService(report.findings);
  const columns: TableColumn[] = [
    ...(style.namespaces ? [{ head: 'NAMESPACE' }] : []),
    { head: 'NAME' },
    { head: 'STATUS' },
    { head: 'READY' },
    wide ? { head: 'TYPE' } : { head: 'TYPE', dropped: 2 },
    ...(wide ? [{ head: 'CLUSTER-IP' }] : []),
    wide ? { head: 'PORTS' } : { head: 'PORTS', dropped: 3 },
    { head: 'FINDINGS' },
    wide ? { head: 'AGE' } : { head: 'AGE', dropped: 1 },
    ...(wide ? [{ head: 'SELECTOR' }] : []),
  ];
  const rows = report.services.map((service) => {
    const findings = shownFindings(service, findingsFor(service), wide);
    return [...(style.namespaces ? [service.namespace] : []), ...row(service, findings, style, wide)];
  });
  return `${fittedTable(columns, rows, style).join('\n')}\n`;
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
  const names = [...new Set(findings.map(({ rule }) => rule))];
  const [worst, ...others] = names;
  const isShort = style.width !== null && !wide && others.length > 0;
  return [
    name,
    paints.status(status, status),
    readyCell(service, paints),
    type,
    ...(wide ? [paints.cell(clusterIPCell(service))] : []),
    paints.cell(commaSeparated(ports.map(portCell))),
    isShort ? `${worst} (+${others.length})` : paints.cell(commaSeparated(names)),
    age === null ? '<unknown>' : humanDuration(age),
    ...(wide ? [paints.cell(selector === null ? '<none>' : labelsText(selector))] : []),
  ];
}

const commaSeparated = (items: readonly string[]) => (items.length === 0 ? '<none>' : items.join(','));

/** As `kubectl get svc` prints ports: `80/TCP`, `80:30080/TCP`. */
function portCell({ port, nodePort, protocol }: PortReport): string {
  return `${port}${nodePort === null ? '' : `:${nodePort}`}/${protocol}`;
}

function clusterIPCell({ headless, clusterIPs, externalName }: ServiceReport): string {
  if (externalName !== null) return '<none>';
  return headless ? 'None' : commaSeparated(clusterIPs);
}

function readyCell({ ready, unread }: ServiceReport, { cell, count }: Paint): string {
  if (ready === null) return cell('<none>');
  return unread.slices || unread.pods ? '<unknown>' : count(ready.routable, ready.backends);
}
