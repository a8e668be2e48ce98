import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import type { Written } from '../../decode/json/parts.ts';
import type { FieldPath } from '../../model/objects/meta.ts';
import { LineEnds } from './line-ends.ts';

/** Where in a text the fields of a document stand. It is looked for when the first one is asked for. */
export interface Positions {
  lineOf(path: FieldPath): number;
}

/** Of a document of YAML, by the events that it was read from: those behind its start. */
export function positionsInYaml(
  text: string,
  lineEnds: LineEnds,
  events: readonly Event[],
  from: number,
): Positions {
  const root = once(() => new PartReader(text, events, from).read());
  return positions({ line: 1, path: [] }, lineEnds, root);
}

/** Of JSON, which is YAML in flow style: of its parts one after the other, many of which may stand in one text. */
export function positionsInJson(): (written: Written) => Positions {
  let last: { text: string; lineEnds: LineEnds; root: () => Part } | null = null;
  return (written) => {
    const { text } = written;
    if (last?.text !== text) last = { text, lineEnds: new LineEnds(text), root: once(() => readJson(text)) };
    return positions(written, last.lineEnds, last.root);
  };
}

function readJson(text: string): Part {
  try {
    return new PartReader(text, parseEvents(text, { maxDepth: MAX_DEPTH }), 1).read();
  } catch {
    // A few characters and depths are JSON only: then it is known where the whole begins.
    return new Part(Math.max(0, text.search(/\S/)));
  }
}

function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** Deeper than a field of Kubernetes, and not too deep to be read in one recursion. */
const MAX_DEPTH = 500;

function positions(
  { line, path: above }: Pick<Written, 'line' | 'path'>,
  lineEnds: LineEnds,
  root: () => Part,
): Positions {
  return { lineOf: (path) => line + lineEnds.before(positionOf(root(), [...above, ...path])) };
}

/** Where the field stands; the deepest one above it that is there, where it does not. */
function positionOf(root: Part, path: FieldPath): number {
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

/** A value and where it begins: at its anchor, if it has one. */
class Part {
  readonly at: number;
  readonly items: Part[] = [];
  readonly entries = new Map<string, PositionEntry>();
  /** The mappings that `<<` takes in, the one that goes before the others first. */
  readonly merged: Part[] = [];

  constructor(at: number) {
    this.at = at;
  }

  entry(key: string, seen = new Set<Part>()): PositionEntry | null {
    const own = this.entries.get(key);
    if (own) return own;
    seen.add(this);
    for (const other of this.merged) {
      const found = seen.has(other) ? null : other.entry(key, seen);
      if (found) return found;
    }
    return null;
  }
}

/** A value under a key, and where one changes it: at the key, or where an alias leads to. */
interface PositionEntry {
  at: number;
  value: Part;
}

class PartReader {
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #anchors = new Map<string, Part>();
  #index: number;
  /** Of what is empty: where the last thing began. */
  #last = 0;

  constructor(text: string, events: readonly Event[], from: number) {
    this.#text = text;
    this.#events = events;
    this.#index = from;
  }

  read(): Part {
    const event = this.#events[this.#index++];
    if (event?.type === EVENT_ID.SCALAR) return this.#begun(event, event.valueStart);
    if (event?.type === EVENT_ID.SEQUENCE) return this.#sequence(this.#begun(event, event.start));
    if (event?.type === EVENT_ID.MAPPING) return this.#mapping(this.#begun(event, event.start));
    const alias = event?.type === EVENT_ID.ALIAS ? this.#anchors.get(this.#nameOf(event)) : undefined;
    return alias ?? new Part(this.#last);
  }

  /** Known by its anchor before it is complete: it may stand in itself. */
  #begun(event: Anchored & { tagStart: number }, start: number): Part {
    const { anchorStart, tagStart } = event;
    const at = Math.min(...[start, anchorStart, tagStart].filter((one) => one >= 0), Number.MAX_SAFE_INTEGER);
    if (at < Number.MAX_SAFE_INTEGER) this.#last = at;
    const part = new Part(this.#last);
    if (anchorStart >= 0) this.#anchors.set(this.#nameOf(event), part);
    return part;
  }

  #nameOf({ anchorStart, anchorEnd }: Anchored): string {
    return this.#text.slice(anchorStart, anchorEnd);
  }

  #sequence(part: Part): Part {
    while (!this.#ends()) part.items.push(this.read());
    return part;
  }

  #mapping(part: Part): Part {
    while (!this.#ends()) {
      const key = this.#events[this.#index];
      const { at } = this.read();
      const isAlias = this.#events[this.#index]?.type === EVENT_ID.ALIAS;
      const value = this.read();
      if (key?.type !== EVENT_ID.SCALAR) continue;
      if (isMerge(key, this.#text)) part.merged.push(...(value.items.length > 0 ? value.items : [value]));
      else part.entries.set(getScalarValue(this.#text, key), { at: isAlias ? value.at : at, value });
    }
    return part;
  }

  #ends(): boolean {
    const event = this.#events[this.#index];
    const ends = event === undefined || event.type === EVENT_ID.POP;
    if (ends) this.#index += 1;
    return ends;
  }
}

interface Anchored {
  anchorStart: number;
  anchorEnd: number;
}

function isMerge(key: ScalarEvent, text: string): boolean {
  return key.style === SCALAR_STYLE.PLAIN && text.slice(key.valueStart, key.valueEnd) === '<<';
}
