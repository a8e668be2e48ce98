import type { Finding, Skipped } from '../model/report.ts';
import type { Style } from '../model/style.ts';
import { listed } from '../words/list.ts';
import { wrapped } from '../words/wrap.ts';
import { paint } from './paint.ts';

/** The findings of a Service; several Pods with one cause are one finding, told by the first of them. */
export function findingLines(findings: readonly Finding[], style: Style): string[] {
  const alike = Map.groupBy(findings, ({ rule, severity, cause, subject }) =>
    cause === '' ? `${rule} ${subject.kind}/${subject.name}` : `${rule} ${severity} ${cause}`,
  );
  return [...alike.values()].flatMap((group) => linesOf(group, style));
}

/** What, which object, what is wrong, the evidence, the fix. */
function linesOf(group: readonly Finding[], { color, width }: Style): string[] {
  const { bold, severity } = paint(color);
  const [finding] = group;
  if (!finding) return [];
  const subjects = group.map(({ subject }) => `${subject.kind}/${subject.name}`);
  const place = finding.line === null ? (finding.file ?? '') : `${finding.file}:${finding.line}`;
  const title = [
    severity(finding.severity.padEnd(7), finding.severity),
    bold(finding.rule),
    listed(subjects, 3),
  ];
  return [
    `  ${[...title, ...(place === '' ? [] : [`(${place})`])].join('  ')}`,
    ...wrapped(
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
  return wrapped(text, '      ', width).map((line, index) =>
    index === 0 ? `    - ${line.trimStart()}` : line,
  );
}

/** The rules that were skipped, by what kept them from being asked. */
export function skippedLines(skipped: readonly Skipped[], { width }: Style): string[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].flatMap(([reason, rules]) => [
    ...wrapped(reason, '  ', width),
    ...wrapped(rules.map(({ rule }) => rule).join(', '), '    ', width),
  ]);
}
