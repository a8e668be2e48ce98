import { type Event, parseEvents } from 'js-yaml';
import type { PartSource } from '../../decode/json/json-parts.ts';
import type { FieldPath } from '../../model/objects/meta.ts';
import { LineEnds } from './line-ends.ts';
import { PositionedValue, PositionReader } from './position-reader.ts';

/** The lines of the fields of a document. The document is searched when the first one is asked for. */
export interface Positions {
  /** Counted from 1. */
  lineOf(path: FieldPath): number;
}

/**
 * The positions in a YAML document.
 * @param line the lines before its text
 * @param from the index of the first event after the start of the document
 */
export function positionsInYaml(
  text: string,
  line: number,
  lineEnds: LineEnds,
  events: readonly Event[],
  from: number,
): Positions {
  const root = once(() => new PositionReader(text, events, from).read());
  return positions({ line: line + 1, path: [] }, lineEnds, root);
}

/** The positions in parts of JSON, which is YAML in flow style. Parts that follow one another may share a text. */
export function positionsInJson(): (written: PartSource) => Positions {
  let last: { text: string; lineEnds: LineEnds; root: () => PositionedValue } | null = null;
  return (written) => {
    const { text } = written;
    if (last?.text !== text) last = { text, lineEnds: new LineEnds(text), root: once(() => readJson(text)) };
    return positions(written, last.lineEnds, last.root);
  };
}

function readJson(text: string): PositionedValue {
  try {
    return new PositionReader(text, parseEvents(text, { maxDepth: MAX_DEPTH }), 1).read();
  } catch {
    // YAML does not allow a few characters and depths of JSON: then only the beginning is known.
    return new PositionedValue(Math.max(0, text.search(/\S/)));
  }
}

function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** Deeper than a field of Kubernetes, and not too deep for recursion. */
const MAX_DEPTH = 500;

function positions(
  { line, path: parent }: Pick<PartSource, 'line' | 'path'>,
  lineEnds: LineEnds,
  root: () => PositionedValue,
): Positions {
  return { lineOf: (path) => line + lineEnds.before(positionOf(root(), [...parent, ...path])) };
}

/** The position of a field, or of its deepest parent that exists. */
function positionOf(root: PositionedValue, path: FieldPath): number {
  let { at } = root;
  let part = root;
  for (const step of path) {
    const item = typeof step === 'number' ? part.items[step] : undefined;
    const found = item ? { at: item.at, value: item } : part.entry(String(step));
    if (!found) break;
    ({ at, value: part } = found);
  }
  return at;
}
