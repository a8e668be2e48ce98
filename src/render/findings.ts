import type { Finding, Skipped } from '../model/report.ts';
import type { Style } from '../model/style.ts';
import { wrapped } from './columns.ts';
import { paint } from './paint.ts';

/** The findings of a Service; several Pods with one cause stand under the first of them. */
export function findingLines(findings: readonly Finding[], style: Style): string[] {
  const alike = Map.groupBy(findings, ({ rule, severity, cause, subject }) =>
    cause === '' ? `${rule} ${subject.kind}/${subject.name}` : `${rule} ${severity} ${cause}`,
  );
  return [...alike.values()].flatMap(([first, ...more]) =>
    first ? linesOf(more.length === 0 ? first : standingFor(first, more), style) : [],
  );
}

function standingFor(first: Finding, more: readonly Finding[]): Finding {
  const names = more.map(({ subject }) => subject.name);
  const message = `${more.length + 1} Pods: ${first.cause}`;
  return {
    ...first,
    message,
    detail: [`Pod ${first.subject.name}, likewise ${names.join(', ')}`, ...first.detail],
  };
}

/** What, which object, what is wrong, the evidence, the fix. */
function linesOf(finding: Finding, { color, width }: Style): string[] {
  const { bold, severity } = paint(color);
  const { subject, file, line } = finding;
  const where = file === null ? '' : `  (${file}${line === null ? '' : `:${line}`})`;
  return [
    `  ${severity(finding.severity.padEnd(7), finding.severity)}  ${bold(finding.rule)}  ${subject.kind}/${subject.name}${where}`,
    ...wrapped(finding.message, '    ', width),
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

export function skippedLines(skipped: readonly Skipped[], { width }: Style): string[] {
  return skipped.flatMap(({ rule, reason }) => wrapped(`${rule}: ${reason}`, '  ', width));
}
