import { PartTooLarge } from '../../model/errors.ts';
import type { JsonHandler, PartSource } from './json-parts.ts';
import { parseItem } from './parse-item.ts';

const LINE_END = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** Inside of the document and of its list. */
const ITEM_DEPTH = 2;
/** What is smaller is parsed at once: JSON.parse is quick from the start, a loop over bytes is not. */
const LARGE = 256 * 1024;
/** Enough for `"items": [` and some white space. */
const ITEMS_LENGTH = 64;

/**
 * Takes JSON apart as its bytes arrive, so that no list is ever in memory as a whole, neither as text nor parsed.
 * It looks at brackets and strings only; whether the parts are JSON is for JSON.parse to say.
 */
export class JsonSplitter {
  readonly #parts: JsonHandler;
  /** What has been read, up to the end of the last document. */
  readonly read = { bytes: 0, lines: 0 };
  /** The chunks, as long as they are few. */
  #small: Buffer[] | null = [];
  #size = 0;
  /** Bytes of what has not come to its end: an item, or else the document around it. */
  #pending: Buffer[] = [];
  #pendingSize = 0;
  /** The texts around the items: joined, the document. */
  #around: string[] = [];
  #aroundSize = 0;
  #depth = 0;
  #inItems = false;
  #begun = false;
  #inString = false;
  #escaped = false;
  #line = 1;
  #itemLine = 1;
  /** Bytes before the chunk. */
  #before = 0;
  readonly #limit: number;

  /** @param limit bytes of one item, or of the document around them */
  constructor(parts: JsonHandler, limit = Number.POSITIVE_INFINITY) {
    this.#parts = parts;
    this.#limit = limit;
  }

  /** @throws {SyntaxError} where a part that ends in this chunk is not JSON, {PartTooLarge} */
  write(chunk: Buffer): void {
    if (this.#small === null) {
      this.#split(chunk);
      return;
    }
    this.#small.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= LARGE) this.#splitSmall(this.#small);
  }

  /** @throws {SyntaxError} for a document that has not come to its end */
  end(): void {
    if (this.#small && this.#parseSmall(this.#small)) return;
    this.#keep(this.#take(Buffer.alloc(0), 0, 0));
    const rest = this.#documentText();
    if (rest.trim() !== '') this.#parts.document(JSON.parse(rest), this.#written(rest, this.read.lines + 1));
  }

  /** @returns false for what is not one document */
  #parseSmall(chunks: readonly Buffer[]): boolean {
    const text = Buffer.concat(chunks).toString();
    if (text.trim() === '') return true;
    let document: { items?: unknown } | null;
    try {
      document = JSON.parse(text);
    } catch {
      this.#splitSmall(chunks);
      return false;
    }
    const { items } = document ?? {};
    const left = Array.isArray(items)
      ? { ...document, items: items.map((item, index) => this.#handOn(item, { text, index })) }
      : document;
    this.#parts.document(left, this.#written(text, 1));
    return true;
  }

  #handOn(item: unknown, { text, index }: { text: string; index: number }): unknown {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    this.#parts.item(item, { text, line: 1, path: ['items', index] });
    return 0;
  }

  #written(text: string, line: number): PartSource {
    return { text, line, path: [] };
  }

  #splitSmall(chunks: readonly Buffer[]): void {
    this.#small = null;
    this.#split(Buffer.concat(chunks));
  }

  #split(chunk: Buffer): void {
    let from = 0;
    let i = this.#inString ? this.#behindString(chunk, this.#escaped ? 1 : 0) : 0;
    while (i < chunk.length) {
      const byte = chunk[i] as number;
      i += 1;
      // White space is most of what is printed for people.
      if (byte < QUOTE) {
        if (byte === LINE_END) this.#line += 1;
        continue;
      }
      if (byte === QUOTE) i = this.#behindString(chunk, i);
      else if (byte === OPEN || byte === OPEN_LIST) from = this.#open(byte, chunk, from, i - 1);
      else if (byte === CLOSE || byte === CLOSE_LIST) from = this.#close(byte, chunk, from, i);
    }
    if (from < chunk.length) this.#pending.push(chunk.subarray(from));
    this.#before += chunk.length;
    this.#pendingSize += chunk.length - from;
    if (this.#pendingSize + this.#aroundSize > this.#limit) throw new PartTooLarge();
  }

  /** Between documents there may stand what separates those of YAML. */
  #documentText(): string {
    return this.#around.join('').replace(/^(\s*)---(?=\s|$)/, '$1');
  }

  #keep(text: string): void {
    this.#around.push(text);
    this.#aroundSize += text.length;
  }

  /** @returns the place behind the string's end, or the length of the chunk */
  #behindString(chunk: Buffer, from: number): number {
    let i = from;
    for (let byte = chunk[i]; i < chunk.length && byte !== QUOTE; byte = chunk[i])
      i += byte === BACKSLASH ? 2 : 1;
    this.#inString = i >= chunk.length;
    this.#escaped = i > chunk.length;
    return i + 1;
  }

  /** @returns where in the chunk begins what is not taken yet */
  #open(byte: number, chunk: Buffer, from: number, at: number): number {
    this.#depth += 1;
    if (byte === OPEN && this.#inItems && this.#depth === ITEM_DEPTH + 1) {
      // With spaces: beside what does not belong there, it is no other number.
      this.#keep(`${this.#take(chunk, from, at)} 0 `);
      this.#itemLine = this.#line;
      return at;
    }
    if (byte !== OPEN_LIST || this.#depth !== ITEM_DEPTH) return from;
    const text = this.#take(chunk, from, at + 1);
    this.#keep(text);
    this.#inItems = /(?<!\\)"items"\s*:\s*\[$/.test(text.slice(-ITEMS_LENGTH));
    if (this.#inItems && !this.#begun) this.#parts.itemsStart?.(this.#documentText());
    this.#begun ||= this.#inItems;
    return at + 1;
  }

  #close(byte: number, chunk: Buffer, from: number, end: number): number {
    this.#depth -= 1;
    if (byte === CLOSE && this.#inItems && this.#depth === ITEM_DEPTH) {
      const text = this.#take(chunk, from, end);
      this.#parts.item(parseItem(text), this.#written(text, this.#itemLine));
      return end;
    }
    if (this.#depth < ITEM_DEPTH) this.#inItems = false;
    if (this.#depth > 0) return from;
    this.#keep(this.#take(chunk, from, end));
    const text = this.#documentText();
    this.#around = [];
    this.#aroundSize = 0;
    this.#begun = false;
    this.#parts.document(JSON.parse(text), this.#written(text, this.read.lines + 1));
    this.read.bytes = this.#before + end;
    this.read.lines = this.#line - 1;
    return end;
  }

  #take(chunk: Buffer, from: number, to: number): string {
    if (this.#pending.length === 0) return chunk.toString('utf8', from, to);
    const bytes = Buffer.concat([...this.#pending, chunk.subarray(from, to)]);
    this.#pending = [];
    this.#pendingSize = 0;
    return bytes.toString();
  }
}
