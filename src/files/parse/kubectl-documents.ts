/** A document of a file of YAML, as text. */
export interface DocumentText {
  text: string;
  /** The line in which it begins, counted from 0. */
  line: number;
}

/**
 * Splits a file as kubectl does, before any of it is parsed: at each line that begins with `---`, so that an error ends
 * one document only. kubectl parses no more than the first document of each part, which ends at `...`.
 * Source: apimachinery/pkg/util/yaml/decoder.go (YAMLReader).
 */
export function* splitDocuments(text: string): Iterable<DocumentText> {
  let start = 0;
  let line = 0;
  for (const { index, 0: separator } of text.matchAll(/^---.*(?:\r?\n|$)/gm)) {
    const before = text.slice(start, index);
    yield { text: withoutRest(before), line };
    line += countLines(before);
    // kubectl refuses text behind a separator; a document of it has the error.
    const isPlain = /^---\s*(?:#|$)/.test(separator);
    start = isPlain ? index + separator.length : index;
    if (isPlain) line += countLines(separator);
  }
  yield { text: withoutRest(text.slice(start)), line };
}

/** A document before which there is an end of a document has not begun there. */
function withoutRest(text: string): string {
  const end = text.search(/^\.\.\.(?=\s|$)/m);
  return end > 0 && /^(?!\s*(?:#|$))/m.test(text.slice(0, end)) ? text.slice(0, end) : text;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
