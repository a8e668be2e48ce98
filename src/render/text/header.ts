import type { Finding } from '../../model/report/endpoints-report.ts';
import { counted } from '../../text/list.ts';
import { widthOf } from '../../text/width.ts';
import { wrapText } from '../../text/wrap.ts';
import { columns } from './columns.ts';
import { groupFindings, headline } from './findings.ts';
import type { Paint } from './paint.ts';

/** A line of a `describe` header. The label is empty on the further lines of a value. */
export interface HeaderLine {
  label: string;
  text: string;
}

/** Aligns labels and values in two columns, as `kubectl describe` does. */
export function formatHeader(
  header: readonly HeaderLine[],
  width: number | null,
  { cell }: Pick<Paint, 'cell'>,
): string[] {
  const labels = columns(header.map(({ label }) => [label === '' ? '' : `${label}:`, '|'])).map((line) =>
    line.slice(0, -1),
  );
  return header.flatMap(({ text }, index) => {
    const indent = ' '.repeat(widthOf(labels[index] ?? ''));
    const [first = '', ...more] = wrapText(cell(text), indent, width);
    return [`${labels[index]}${first.slice(indent.length)}`, ...more];
  });
}

/** The label goes on the first line. */
export function headerLines(label: string, texts: readonly string[]): HeaderLine[] {
  return texts.map((text, index) => ({ label: index === 0 ? label : '', text }));
}

/**
 * The line of the most important finding, under the status.
 * @param said the status line; the finding is not repeated if that says it
 */
export function findingLine(findings: readonly Finding[], said: string, { severity }: Paint): HeaderLine[] {
  const groups = groupFindings(findings);
  const [worst] = groups;
  if (!worst || said.includes(headline(worst))) return [];
  const label = worst[0].severity;
  const name = `${label.slice(0, 1).toUpperCase()}${label.slice(1)}`;
  const more = groups.length - 1;
  const rest = more === 0 ? '' : ` (and ${counted(more, 'more finding')})`;
  return headerLines(severity(name, label), [`${headline(worst)}${rest}`]);
}
