import type { Finding, Report, ServiceReport, Severity } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { counted } from '../../text/list.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { byText } from '../../text/order.ts';
import { wrapText } from '../../text/wrap.ts';
import { findingTable } from './finding-table.ts';
import { type FindingGroup, findingLines, groupFindings, skippedLines, subjectsText } from './findings.ts';
import { paint } from './paint.ts';

/** Above this number, a terminal gets a line for each finding. */
const MOST_IN_FULL = 20;

/** The text of `check`: findings grouped by Service, and a summary. Info is shown with `-o wide` only. */
export function renderCheck(report: Report, style: Style, wide: boolean): string {
  const shown = report.findings.filter(({ severity }) => wide || severity !== 'info');
  const groups = groupFindings(shown);
  const isLong = style.width !== null && !wide && groups.length > MOST_IN_FULL;
  const blocks = isLong ? findingTable(groups, style) : serviceBlocks(report, shown, style);
  if (report.skipped.length > 0) blocks.push(skippedLines(report.skipped, style));
  const summary = wrapText(summaryText(report, groups, wide ? '' : '-o wide'), '', style.width);
  if (isLong)
    summary.push(...wrapText('Details: -n NAMESPACE, the name of a Service, or -o wide', '', style.width));
  return `${[...blocks, summary].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The findings of each Service and of each namespace, in full; those of manifests by file. */
function serviceBlocks(report: Report, shown: readonly Finding[], style: Style): string[][] {
  const byService = Map.groupBy(shown, ({ namespace, service }) => namespacedName(namespace, service ?? ''));
  const services = new Map(report.services.map((service) => [objectKey(service), service]));
  return [...byService]
    .toSorted(byPlace)
    .map(([name, findings]) => block(services.get(name), findings, style));
}

/** By the file of the first finding; what a cluster has recorded comes last. */
function byPlace([, [a]]: [string, Finding[]], [, [b]]: [string, Finding[]]): number {
  return byText(a?.file ?? LAST, b?.file ?? LAST);
}

const LAST = '\uffff';

function block(service: ServiceReport | undefined, findings: readonly Finding[], style: Style): string[] {
  const { bold, status } = paint(style.color);
  const [first] = findings;
  const title = service
    ? `Service ${bold(objectKey(service))}: ${status(service.status, service.status)}`
    : `Namespace ${bold(first?.namespace ?? '')}`;
  return [title, ...findingLines(findings, style)];
}

/**
 * The last line: the Services by status, and the findings as they are printed.
 * @param groups the findings that are printed
 * @param shownWith the flag that shows infos; empty if they are shown already
 */
export function summaryText(
  { summary, omittedFindings }: Report,
  groups: readonly FindingGroup[],
  shownWith: string,
): string {
  const states = (['unavailable', 'degraded', 'unknown', 'healthy'] as const)
    .filter((state) => summary[state] > 0)
    .map((state) => `${summary[state]} ${state}`);
  if (summary.externalName > 0) states.push(`${summary.externalName} ExternalName`);
  const infos = `${counted(summary.infos, 'info')}${shownWith === '' || summary.infos === 0 ? '' : ` (shown with ${shownWith})`}`;
  const found = [
    countText(groups, 'error'),
    countText(groups, 'warning'),
    shownWith === '' ? countText(groups, 'info') : infos,
  ];
  const omitted = omittedFindings === 0 ? '' : `; ${omittedFindings} omitted (--max-findings)`;
  return `${counted(summary.services, 'Service')}: ${states.join(', ') || 'none'}; ${found.join(', ')}${omitted}`;
}

/** `2 errors`, or where a printed finding is about several Pods `2 errors on 12 Pods`. */
function countText(groups: readonly FindingGroup[], severity: Severity): string {
  const having = groups.filter(([first]) => first.severity === severity);
  const count = counted(having.length, severity);
  const findings = having.flat();
  const areOnPods =
    findings.length > having.length && findings.every(({ subject }) => subject.kind === 'Pod');
  return areOnPods ? `${count} on ${subjectsText(findings)}` : count;
}
