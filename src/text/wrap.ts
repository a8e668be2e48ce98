import { widthOf } from './width.ts';

/** Words broken into lines. A word that is too long stays whole. */
export function wrapText(text: string, indent: string, width: number | null): string[] {
  return fillLines(text.split(' '), ' ', indent, width);
}

/** As many pieces in a line as fit. */
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
      lines.push(line);
      line = piece;
    } else line = longer;
  }
  return [...lines, line].map((one) => indent + one);
}
