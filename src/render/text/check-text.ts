import type { Finding, Report, ServiceReport } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { counted } from '../../text/list.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { findingLines, skippedLines } from './findings.ts';
import { paint } from './paint.ts';

/** The text of `check`: findings grouped by Service, and a summary. Info is shown with `-o wide` only. */
export function renderCheck(report: Report, style: Style, wide: boolean): string {
  const shown = report.findings.filter(({ severity }) => wide || severity !== 'info');
  const groups = Map.groupBy(shown, ({ namespace, service }) => namespacedName(namespace, service ?? ''));
  const services = new Map(report.services.map((service) => [objectKey(service), service]));
  const blocks = [...groups].map(([name, findings]) => block(services.get(name), findings, style));
  if (report.skipped.length > 0)
    blocks.push(['Not checked, because objects could not be read:', ...skippedLines(report.skipped, style)]);
  return `${[...blocks, [summaryText(report, wide ? '' : '-o wide')]].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function block(service: ServiceReport | undefined, findings: readonly Finding[], style: Style): string[] {
  const { bold, status } = paint(style.color);
  const [first] = findings;
  const title = service
    ? `Service ${bold(objectKey(service))}: ${status(service.status, service.status)}`
    : `Namespace ${bold(first?.namespace ?? '')}`;
  return [title, ...findingLines(findings, style)];
}

/** @param shownWith the flag that shows infos; empty if they are shown already */
export function summaryText({ summary, omittedFindings }: Report, shownWith: string): string {
  const states = (['healthy', 'degraded', 'unavailable', 'unknown'] as const)
    .filter((state) => summary[state] > 0)
    .map((state) => `${summary[state]} ${state}`);
  if (summary.externalName > 0) states.push(`${summary.externalName} ExternalName`);
  const found = [
    counted(summary.errors, 'error'),
    counted(summary.warnings, 'warning'),
    `${counted(summary.infos, 'info')}${shownWith === '' || summary.infos === 0 ? '' : ` (shown with ${shownWith})`}`,
  ];
  const omitted = omittedFindings === 0 ? '' : `; ${omittedFindings} omitted (--max-findings)`;
  return `${counted(summary.services, 'Service')}: ${states.join(', ') || 'none'}; ${found.join(', ')}${omitted}`;
}
