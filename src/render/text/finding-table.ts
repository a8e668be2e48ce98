/** Many findings: one line each, and totals. */
import type { Style } from '../../model/style.ts';
import { counted } from '../../text/list.ts';
import { namespacedName } from '../../text/object-key.ts';
import { widthOf } from '../../text/width.ts';
import { columns, NARROW_GAP, type TableRows } from './columns.ts';
import { type FindingGroup, headline, placeText, subjectsText } from './findings.ts';
import { paint } from './paint.ts';

/** The sentence is left out where less of it would be seen. */
const SHORTEST_SENTENCE = 40;

/** The findings, the most important last, next to the totals; then the totals by name. */
export function findingTable(groups: readonly FindingGroup[], style: Style): string[][] {
  return [findingRows(groups.toReversed(), style), totals(groups, style)];
}

function findingRows(groups: readonly FindingGroup[], { color, width }: Style): string[] {
  const { severity, dim } = paint(color);
  const rows = groups.map(([first]) => [
    severity(first.severity, first.severity),
    first.rule,
    placeText(first) || namespacedName(first.namespace, first.service ?? refName(first)),
  ]);
  const lines = columns(
    rows.map((row) => [...row, '|']),
    NARROW_GAP,
  ).map((line) => line.slice(0, -1));
  if (!fits(lines, width)) return lastUnder(rows);
  return lines.map((line, i) => {
    const group = groups[i];
    const space = (width ?? Number.POSITIVE_INFINITY) - widthOf(line);
    return group && space >= SHORTEST_SENTENCE ? line + dim(cut(headline(group), space)) : line.trimEnd();
  });
}

const fits = (lines: readonly string[], width: number | null) =>
  width === null || lines.every((line) => widthOf(line.trimEnd()) <= width);

/** The last cell of each row on a line of its own. */
function lastUnder(rows: TableRows): string[] {
  return columns(
    rows.map((row) => row.slice(0, -1)),
    NARROW_GAP,
  ).flatMap((line, i) => [line, `  ${rows[i]?.at(-1) ?? ''}`]);
}

const refName = ({ subject }: FindingGroup[0]) => `${subject.kind}/${subject.name}`;

/** Shortens a sentence, which `-o wide` shows in full. */
function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let space = width - widthOf('…');
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    space -= widthOf(segment);
    if (space < 0) return `${text.slice(0, index)}…`;
  }
  return text;
}

/** `37 errors  target-port-unresolved  74 Pods in 2 namespaces` */
function totals(groups: readonly FindingGroup[], { color, width }: Style): string[] {
  const { severity } = paint(color);
  const byRule = Map.groupBy(groups, ([{ severity: level, rule }]) => `${level} ${rule}`);
  const rows = [...byRule.values()].map((same) => {
    const [[first]] = same as [FindingGroup];
    const namespaces = new Set(same.map(([{ namespace }]) => namespace)).size;
    return [
      severity(counted(same.length, first.severity), first.severity),
      first.rule,
      `${subjectsText(same.flat())} in ${counted(namespaces, 'namespace')}`,
    ];
  });
  const lines = columns(rows, NARROW_GAP).map((line) => `  ${line}`);
  return fits(lines, width) ? lines : lastUnder(rows).map((line) => `  ${line}`);
}
