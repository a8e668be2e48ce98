import type { Ref } from '../../model/objects/meta.ts';
import type { Finding, Remedy, ServiceReport, Skipped } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { listed } from '../../text/list.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { wrapText } from '../../text/wrap.ts';
import { paint } from './paint.ts';

/**
 * Lists findings. Findings of one Service with one cause are shown as one; so are equal findings of two Services about
 * one Pod.
 */
export function findingLines(findings: readonly Finding[], style: Style): string[] {
  const distinct = [...Map.groupBy(findings, contentKey).values()].flatMap(([first]) => first ?? []);
  const groups = Map.groupBy(distinct, (finding) =>
    finding.cause === '' ? contentKey(finding) : causeKey(finding),
  );
  const showNamespace = new Set(distinct.map(({ namespace }) => namespace)).size > 1;
  return [...groups.values()].flatMap((group) => groupLines(group, showNamespace, style));
}

export function findingsSection(findings: readonly Finding[], style: Style): string[] {
  if (findings.length === 0) return ['', 'Findings: <none>'];
  return ['', 'Findings:', ...findingLines(findings, style)];
}

/** Returns a lookup of the findings of a Service. */
export function findingsByService(
  findings: readonly Finding[],
): (service: ServiceReport) => readonly Finding[] {
  const byService = Map.groupBy(findings, ({ namespace, service }) =>
    service === null ? null : namespacedName(namespace, service),
  );
  return (service) => byService.get(objectKey(service)) ?? [];
}

/** Leaves out the severity: findings are sorted by it, and the first is shown. */
function contentKey({ rule, subject, message, detail, remedy, file, line }: Finding): string {
  return JSON.stringify([rule, subject, message, detail, remedy, file, line]);
}

function causeKey({ rule, severity, namespace, service, cause }: Finding): string {
  return JSON.stringify([rule, severity, namespace, service, cause]);
}

/** `Pod/web-0`, or with its namespace `Pod shop/web-0` */
function subjectText({ kind, namespace, name }: Ref, showNamespace: boolean): string {
  return showNamespace && namespace !== '' ? `${kind} ${namespace}/${name}` : `${kind}/${name}`;
}

function groupLines(group: readonly Finding[], showNamespace: boolean, { color, width }: Style): string[] {
  const { bold, severity } = paint(color);
  const [finding] = group;
  if (!finding) return [];
  const subjects = group.map(({ subject }) => subjectText(subject, showNamespace));
  const place = finding.line === null ? (finding.file ?? '') : `${finding.file}:${finding.line}`;
  const title = [
    severity(finding.severity.padEnd(7), finding.severity),
    bold(finding.rule),
    listed(subjects, 3),
  ];
  return [
    `  ${[...title, ...(place === '' ? [] : [`(${place})`])].join('  ')}`,
    ...wrapText(
      group.length === 1 ? finding.message : `${group.length} Pods: ${finding.cause}`,
      '    ',
      width,
    ),
    ...finding.detail.flatMap((detail) => bulleted(detail, width)),
    // Not wrapped, so that a command can be copied.
    `    Fix: ${remedyText(finding.remedy)}`,
  ];
}

/** A command to paste, or an instruction where no command does it. */
export const remedyText = ({ command, text }: Remedy) => command ?? text;

function bulleted(text: string, width: number | null): string[] {
  return wrapText(text, '      ', width).map((line, index) =>
    index === 0 ? `    - ${line.trimStart()}` : line,
  );
}

/** The skipped rules, grouped by reason. */
export function skippedLines(skipped: readonly Skipped[], { width }: Style): string[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].flatMap(([reason, rules]) => [
    ...wrapText(reason, '  ', width),
    ...wrapText(rules.map(({ rule }) => rule).join(', '), '    ', width),
  ]);
}

const NOT_CHECKED =
  'Not checked: DNS, kube-proxy, NetworkPolicy enforcement, whether the process listens on the port.';

/** The last line of each `describe`. */
export function notCheckedLines({ width }: Style): string[] {
  return ['', ...wrapText(NOT_CHECKED, '', width)];
}
