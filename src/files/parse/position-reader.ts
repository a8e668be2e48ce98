import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';

/** A value and its position: that of its anchor, if it has one. */
export class PositionedValue {
  readonly at: number;
  readonly items: PositionedValue[] = [];
  readonly entries = new Map<string, PositionEntry>();
  /** The mappings that `<<` merges, the one with precedence first. */
  readonly merged: PositionedValue[] = [];

  constructor(at: number) {
    this.at = at;
  }

  entry(key: string, seen = new Set<PositionedValue>()): PositionEntry | null {
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

/** A value under a key, and the position where it is changed: its key, or the anchor of its alias. */
interface PositionEntry {
  at: number;
  value: PositionedValue;
}

/** Reads the positions of a document from the events of its parser. */
export class PositionReader {
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #anchors = new Map<string, PositionedValue>();
  #index: number;
  /** The position of the last value, which stands for that of an empty one. */
  #last = 0;

  constructor(text: string, events: readonly Event[], from: number) {
    this.#text = text;
    this.#events = events;
    this.#index = from;
  }

  read(): PositionedValue {
    const event = this.#events[this.#index++];
    if (event?.type === EVENT_ID.SCALAR) return this.#start(event, event.valueStart);
    if (event?.type === EVENT_ID.SEQUENCE) return this.#sequence(this.#start(event, event.start));
    if (event?.type === EVENT_ID.MAPPING) return this.#mapping(this.#start(event, event.start));
    const alias = event?.type === EVENT_ID.ALIAS ? this.#anchors.get(this.#nameOf(event)) : undefined;
    return alias ?? new PositionedValue(this.#last);
  }

  /** Registers the anchor before the value is complete, since a value may contain itself. */
  #start(event: Anchored & { tagStart: number }, start: number): PositionedValue {
    const { anchorStart, tagStart } = event;
    const at = Math.min(...[start, anchorStart, tagStart].filter((one) => one >= 0), Number.MAX_SAFE_INTEGER);
    if (at < Number.MAX_SAFE_INTEGER) this.#last = at;
    const part = new PositionedValue(this.#last);
    if (anchorStart >= 0) this.#anchors.set(this.#nameOf(event), part);
    return part;
  }

  #nameOf({ anchorStart, anchorEnd }: Anchored): string {
    return this.#text.slice(anchorStart, anchorEnd);
  }

  #sequence(part: PositionedValue): PositionedValue {
    while (!this.#ends()) part.items.push(this.read());
    return part;
  }

  #mapping(part: PositionedValue): PositionedValue {
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
