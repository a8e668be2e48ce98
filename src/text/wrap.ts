import { widthOf } from './width.ts';

/** Wraps text at spaces. Words longer than a line are not split. */
export function wrapText(text: string, indent: string, width: number | null): string[] {
  return fillLines(text.split(' '), ' ', indent, width);
}

/** Puts as many pieces on a line as fit. @param width null: unlimited */
export function fillLines(
  pieces: readonly string[],
  gap: string,
  indent: string,
  width: number | null,
): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    const longer = line === '' ? piece : line + gap + piece;
    if (width !== null && line !== '' && widthOf(indent + longer) > width) {
      // The text may have more than one space where the line ends.
      lines.push(line.trimEnd());
      line = piece;
    } else line = longer;
  }
  return [...lines, line].map((one) => indent + one);
}
