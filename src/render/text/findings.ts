import type { Ref } from '../../model/objects/meta.ts';
import type { Finding, ServiceReport, Skipped } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { listed } from '../../text/list.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { wrapText } from '../../text/wrap.ts';
import { paint } from './paint.ts';

/**
 * Pods of a Service with one cause are one finding, told by the first of them. What two Services say of a Pod in the
 * same words is told once.
 */
export function findingLines(findings: readonly Finding[], style: Style): string[] {
  const told = [...Map.groupBy(findings, wordsOf).values()].flatMap(([first]) => first ?? []);
  const alike = Map.groupBy(told, (finding) => (finding.cause === '' ? wordsOf(finding) : causeOf(finding)));
  const many = new Set(told.map(({ namespace }) => namespace)).size > 1;
  return [...alike.values()].flatMap((group) => linesOf(group, many, style));
}

/** The findings of a Service. */
export function findingsByService(
  findings: readonly Finding[],
): (service: ServiceReport) => readonly Finding[] {
  const byService = Map.groupBy(findings, ({ namespace, service }) =>
    namespacedName(namespace, service ?? ''),
  );
  return (service) => byService.get(objectKey(service)) ?? [];
}

/** Not the severity: the first is the worst. */
function wordsOf({ rule, subject, message, detail, fix, file, line }: Finding): string {
  return JSON.stringify([rule, subject, message, detail, fix, file, line]);
}

function causeOf({ rule, severity, namespace, service, cause }: Finding): string {
  return JSON.stringify([rule, severity, namespace, service, cause]);
}

/** `Pod/web-0`; `Pod shop/web-0` where several namespaces are told of. */
function subjectText({ kind, namespace, name }: Ref, many: boolean): string {
  return many && namespace !== '' ? `${kind} ${namespace}/${name}` : `${kind}/${name}`;
}

/** What, which object, what is wrong, the evidence, the fix. */
function linesOf(group: readonly Finding[], many: boolean, { color, width }: Style): string[] {
  const { bold, severity } = paint(color);
  const [finding] = group;
  if (!finding) return [];
  const subjects = group.map(({ subject }) => subjectText(subject, many));
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
    // A command is never broken: it is there to be copied.
    `    Fix: ${finding.fix}`,
  ];
}

function bulleted(text: string, width: number | null): string[] {
  return wrapText(text, '      ', width).map((line, index) =>
    index === 0 ? `    - ${line.trimStart()}` : line,
  );
}

/** The rules that were skipped, by what kept them from being asked. */
export function skippedLines(skipped: readonly Skipped[], { width }: Style): string[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].flatMap(([reason, rules]) => [
    ...wrapText(reason, '  ', width),
    ...wrapText(rules.map(({ rule }) => rule).join(', '), '    ', width),
  ]);
}
