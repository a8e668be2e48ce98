import type { Ref } from '../../model/objects/meta.ts';
import type { Finding, Remedy, ServiceReport, Skipped } from '../../model/report/endpoints-report.ts';
import type { Style } from '../../model/style.ts';
import { counted, listed } from '../../text/list.ts';
import { namespacedName, objectKey, refKey } from '../../text/object-key.ts';
import { wrapText } from '../../text/wrap.ts';
import { paint } from './paint.ts';

/** Findings that are shown as one: those of one Service with one cause, or equal ones of several Services. */
export type FindingGroup = readonly [Finding, ...Finding[]];

export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const distinct = [...Map.groupBy(findings, contentKey).values()].flatMap(([first]) => first ?? []);
  const groups = Map.groupBy(distinct, (finding) =>
    finding.cause === '' ? contentKey(finding) : causeKey(finding),
  );
  return [...groups.values()] as unknown as FindingGroup[];
}

/** The findings of severity error and warning. */
export function problemsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity !== 'info');
}

/** The sentence of a group. */
export function headline([first, ...others]: FindingGroup): string {
  return others.length === 0 ? first.message : `${others.length + 1} Pods ${first.cause}`;
}

/** Lists findings, with a blank line between them. */
export function findingLines(findings: readonly Finding[], style: Style): string[] {
  const groups = groupFindings(findings);
  const showNamespace = new Set(groups.map(([{ namespace }]) => namespace)).size > 1;
  return groups.flatMap((group, i) => [...(i === 0 ? [] : ['']), ...groupLines(group, showNamespace, style)]);
}

export function findingsSection(findings: readonly Finding[], style: Style): string[] {
  const { cell } = paint(style.color);
  if (findings.length === 0) return ['', `Findings: ${cell('<none>')}`];
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

/** `web.yaml:12`; empty for what is not from a manifest. */
export function placeText({ file, line }: Finding): string {
  return line === null ? (file ?? '') : `${file}:${line}`;
}

/** `12 Pods`, `3 objects` */
export function subjectsText(findings: readonly Finding[]): string {
  const subjects = new Map(findings.map(({ subject }) => [refKey(subject), subject.kind]));
  const [kind, ...others] = new Set(subjects.values());
  return counted(subjects.size, others.length === 0 && kind !== undefined ? kind : 'object');
}

const MOST_SUBJECTS = 3;
/** Of manifests that cannot be read there may be hundreds. */
const MOST_REASONS = 6;
const INDENT = '    ';

/** The sentence; the name, subjects and place; evidence; the remedy. */
function groupLines(group: FindingGroup, showNamespace: boolean, { color, width }: Style): string[] {
  const { dim, severity } = paint(color);
  const [finding] = group;
  const indent = ' '.repeat(finding.severity.length + 4);
  const [sentence = '', ...more] = wrapText(headline(group), indent, width);
  const subjects = group.map(({ subject }) => subjectText(subject, showNamespace));
  const place = placeText(finding);
  return [
    `  ${severity(finding.severity, finding.severity)}  ${sentence.slice(indent.length)}`,
    ...more,
    ...wrapText(
      [finding.rule, listed(subjects, MOST_SUBJECTS), place].filter((text) => text !== '').join('  '),
      '    ',
      width,
    ).map(dim),
    ...finding.detail.flatMap((detail) => bulleted(detail, width)),
    ...remedyLines(finding.remedy, width === null ? null : width - INDENT.length).map(
      (line) => INDENT + line,
    ),
  ];
}

const LABELS: Record<Remedy['kind'], string> = { fix: 'Fix', next: 'Next' };

/** The remedy in words, and the command alone on a line that is not wrapped, so that it can be copied. */
export function remedyLines({ kind, text, command }: Remedy, width: number | null): string[] {
  return [...wrapText(`${LABELS[kind]}: ${text}`, '', width), ...(command === null ? [] : [`  ${command}`])];
}

function bulleted(text: string, width: number | null): string[] {
  return wrapText(text, '      ', width).map((line, index) =>
    index === 0 ? `    - ${line.trimStart()}` : line,
  );
}

/** The skipped rules, grouped by reason. */
export function skippedLines(skipped: readonly Skipped[], { width }: Style): string[] {
  const head = wrapText('Not checked, because objects could not be read:', '', width);
  const reasons = [...Map.groupBy(skipped, ({ reason }) => reason)];
  const others = reasons.length - MOST_REASONS;
  const groups = reasons
    .slice(0, MOST_REASONS)
    .flatMap(([reason, rules]) => [
      ...wrapText(reason, '  ', width),
      ...wrapText(rules.map(({ rule }) => rule).join(', '), '    ', width),
    ]);
  return [...head, ...groups, ...(others > 0 ? [`  and for ${counted(others, 'other reason')}`] : [])];
}

const NOT_CHECKED =
  'Not checked: DNS, kube-proxy, NetworkPolicy enforcement, whether the process listens on the port.';

/** The last line of each `describe`. */
export function notCheckedLines({ color, width }: Style): string[] {
  return ['', ...wrapText(NOT_CHECKED, '', width).map(paint(color).dim)];
}
