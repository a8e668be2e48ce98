import { wrapText } from '../../text/wrap.ts';
import { columns } from './columns.ts';

/** A line of a `describe` header. The label is empty on the further lines of a value. */
export interface HeaderLine {
  label: string;
  text: string;
  /** Adds color to the text, which then is not wrapped. */
  paint?: (text: string) => string;
}

/** Aligns labels and values in two columns, as `kubectl describe` does. */
export function formatHeader(header: readonly HeaderLine[], width: number | null): string[] {
  const labels = columns(header.map(({ label }) => [label === '' ? '' : `${label}:`, '|'])).map((line) =>
    line.slice(0, -1),
  );
  return header.flatMap(({ text, paint }, index) => {
    const indent = ' '.repeat(labels[index]?.length ?? 0);
    if (paint) return [`${labels[index]}${paint(text)}`];
    const [first = '', ...more] = wrapText(text, indent, width);
    return [`${labels[index]}${first.slice(indent.length)}`, ...more];
  });
}

/** The label goes on the first line. */
export function headerLines(label: string, texts: readonly string[]): HeaderLine[] {
  return texts.map((text, index) => ({ label: index === 0 ? label : '', text }));
}
