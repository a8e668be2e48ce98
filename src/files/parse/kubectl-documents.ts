/** A document of a file of YAML, as text. */
export interface DocumentText {
  text: string;
  /** The line in which it begins, counted from 0. */
  line: number;
}

const SEPARATOR = '---';
const DOCUMENT_END = /^\.\.\.(?=\s|$)/m;

/**
 * Splits a file as kubectl does, before any of it is parsed: at each line that begins with `---`, so that an error ends
 * one document only. kubectl parses no more than the first document of each part, which ends at `...`.
 * Source: apimachinery/pkg/util/yaml/decoder.go (YAMLReader).
 */
export function* splitDocuments(text: string): Iterable<DocumentText> {
  let start = 0;
  let line = 0;
  for (const at of lineStarts(text)) {
    const before = text.slice(start, at);
    yield { text: withoutRest(before), line };
    line += countLines(before);
    const end = text.indexOf('\n', at);
    const separator = text.slice(at, end < 0 ? text.length : end);
    // kubectl refuses text behind a separator; a document of it has the error.
    const isPlain = /^---\s*(?:#|$)/.test(separator);
    start = !isPlain ? at : end < 0 ? text.length : end + 1;
    if (isPlain && end >= 0) line += 1;
  }
  yield { text: withoutRest(text.slice(start)), line };
}

/** The parts of a text, each of which ends before a separator, so that a long file is never in memory as a whole. */
export async function* splitAtSeparators(start: Buffer, rest: AsyncIterable<Buffer>): AsyncIterable<string> {
  let pending = [start];
  for await (const chunk of rest) {
    const end = chunk.lastIndexOf(`\n${SEPARATOR}`) + 1;
    if (end === 0) {
      pending.push(chunk);
      continue;
    }
    yield Buffer.concat([...pending, chunk.subarray(0, end)]).toString();
    pending = [chunk.subarray(end)];
  }
  yield Buffer.concat(pending).toString();
}

/** The starts of the lines that begin with a separator. */
function* lineStarts(text: string): Iterable<number> {
  if (text.startsWith(SEPARATOR)) yield 0;
  for (let at = text.indexOf(`\n${SEPARATOR}`); at >= 0; at = text.indexOf(`\n${SEPARATOR}`, at + 1))
    yield at + 1;
}

/** A document before which there is an end of a document has not begun there. */
function withoutRest(text: string): string {
  if (!text.includes('...')) return text;
  const end = text.search(DOCUMENT_END);
  return end > 0 && /^(?!\s*(?:#|$))/m.test(text.slice(0, end)) ? text.slice(0, end) : text;
}

export function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
