import type { Finding, PortReport, Report, ServiceReport } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { humanDuration } from '../../text/duration.ts';
import { labelsText } from '../../text/labels.ts';
import { listed } from '../../text/list.ts';
import { fittedTable } from './columns.ts';
import { findingsByService } from './findings.ts';
import { paint } from './paint.ts';

/** One line a Service, in kubectl's columns and ours. */
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
  const foundOf = findingsByService(report.findings);
  const rows = report.services.map((service) => {
    const findings = shown(service, foundOf(service), wide);
    return [...(style.namespaces ? [service.namespace] : []), ...row(service, findings, style, wide)];
  });
  return `${fittedTable(
    [...(style.namespaces ? ['NAMESPACE'] : []), ...head, ...(wide ? ['SELECTOR'] : [])],
    rows,
    style.width,
    style.headers,
  ).join('\n')}\n`;
}

/** Info stays out of the way, but where nothing else says why a Service is Unavailable. */
function shown({ status }: ServiceReport, findings: readonly Finding[], wide: boolean): readonly Finding[] {
  const grave = findings.filter(({ severity }) => severity !== 'info');
  return wide || (grave.length === 0 && status === 'Unavailable') ? findings : grave;
}

function row(service: ServiceReport, findings: readonly Finding[], style: Style, wide: boolean): string[] {
  const { name, type, status, age, ports, selector } = service;
  const paints = paint(style.color);
  return [
    name,
    type,
    ...(wide ? [clusterIPs(service)] : []),
    listed(ports.map(portText)).replaceAll(', ', ','),
    readyText(service),
    paints.status(status, status),
    // Worst first, as all findings are.
    listed([...new Set(findings.map(({ rule }) => rule))]).replaceAll(', ', ','),
    age === null ? '<unknown>' : humanDuration(age),
    ...(wide ? [selector === null ? '<none>' : labelsText(selector)] : []),
  ];
}

/** As kubectl shows ports: `80/TCP`, `80:30080/TCP`. */
function portText({ port, nodePort, protocol }: PortReport): string {
  return `${port}${nodePort === null ? '' : `:${nodePort}`}/${protocol}`;
}

function clusterIPs({ headless, clusterIPs, externalName }: ServiceReport): string {
  if (externalName !== null) return '<none>';
  return headless ? 'None' : listed(clusterIPs).replaceAll(', ', ',');
}

function readyText({ ready, unread }: ServiceReport): string {
  if (ready === null) return '<none>';
  return unread.slices || unread.pods ? '<unknown>' : `${ready.routable}/${ready.backends}`;
}
