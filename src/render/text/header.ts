import { wrapText } from '../../text/wrap.ts';
import { columns } from './columns.ts';

/** A label and what it says; further lines have no label. */
export interface HeaderLine {
  label: string;
  text: string;
  /** What color adds to the text; it is not broken then. */
  paint?: (text: string) => string;
}

/** Labels and values in two columns, as kubectl describe has them. */
export function factLines(facts: readonly HeaderLine[], width: number | null): string[] {
  const labels = columns(facts.map(({ label }) => [label === '' ? '' : `${label}:`, '|'])).map((line) =>
    line.slice(0, -1),
  );
  return facts.flatMap(({ text, paint }, index) => {
    const indent = ' '.repeat(labels[index]?.length ?? 0);
    if (paint) return [`${labels[index]}${paint(text)}`];
    const [first = '', ...more] = wrapText(text, indent, width);
    return [`${labels[index]}${first.slice(indent.length)}`, ...more];
  });
}

/** The label stands before the first of several lines. */
export function factOf(label: string, texts: readonly string[]): HeaderLine[] {
  return texts.map((text, index) => ({ label: index === 0 ? label : '', text }));
}
