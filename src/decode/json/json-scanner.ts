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

/** The depth of an item: in the document and in its list. */
const ITEM_DEPTH = 2;
/** Enough for `"items": [` and some white space. */
const ITEMS_LENGTH = 64;

/** Finds the parts of a JSON text by its brackets and strings alone; JSON.parse checks the parts. */
export class JsonScanner {
  readonly #handler: JsonHandler;
  /** The bytes and lines up to the end of the last document. */
  readonly read = { bytes: 0, lines: 0 };
  /** The bytes of an unfinished part: of an item, or else of the document around it. */
  #pending: Buffer[] = [];
  #pendingSize = 0;
  /** The texts between the items, with a 0 for each item: together the document. */
  #around: string[] = [];
  #aroundSize = 0;
  #depth = 0;
  #inItems = false;
  /** The items of this document have started. */
  #started = false;
  #inString = false;
  #escaped = false;
  #line = 1;
  #itemLine = 1;
  /** The bytes before this chunk. */
  #before = 0;
  readonly #limit: number;

  /** @param limit bytes of one item, or of the document without its items */
  constructor(handler: JsonHandler, limit: number) {
    this.#handler = handler;
    this.#limit = limit;
  }

  /** @throws {SyntaxError} if a part that ends in this chunk is not JSON, {PartTooLarge} */
  scan(chunk: Buffer): void {
    let from = 0;
    let i = this.#inString ? this.#skipString(chunk, this.#escaped ? 1 : 0) : 0;
    while (i < chunk.length) {
      const byte = chunk[i] as number;
      i += 1;
      // Indented JSON is mostly white space.
      if (byte < QUOTE) {
        if (byte === LINE_END) this.#line += 1;
        continue;
      }
      if (byte === QUOTE) i = this.#skipString(chunk, i);
      else if (byte === OPEN || byte === OPEN_LIST) from = this.#open(byte, chunk, from, i - 1);
      else if (byte === CLOSE || byte === CLOSE_LIST) from = this.#close(byte, chunk, from, i);
    }
    if (from < chunk.length) this.#pending.push(chunk.subarray(from));
    this.#before += chunk.length;
    this.#pendingSize += chunk.length - from;
    if (this.#pendingSize + this.#aroundSize > this.#limit) throw new PartTooLarge();
  }

  /** @throws {SyntaxError} if a document is not complete */
  end(): void {
    this.#keep(this.#take(Buffer.alloc(0), 0, 0));
    const rest = this.#documentText();
    if (rest.trim() !== '') this.#handler.document(JSON.parse(rest), this.#source(rest, this.read.lines + 1));
  }

  #source(text: string, line: number): PartSource {
    return { text, line, path: [] };
  }

  /** JSON documents may be separated as those of YAML are. */
  #documentText(): string {
    return this.#around.join('').replace(/^(\s*)---(?=\s|$)/, '$1');
  }

  #keep(text: string): void {
    this.#around.push(text);
    this.#aroundSize += text.length;
  }

  /** @returns the index after the closing quote, or past the end of the chunk */
  #skipString(chunk: Buffer, from: number): number {
    let i = from;
    for (let byte = chunk[i]; i < chunk.length && byte !== QUOTE; byte = chunk[i])
      i += byte === BACKSLASH ? 2 : 1;
    this.#inString = i >= chunk.length;
    this.#escaped = i > chunk.length;
    return i + 1;
  }

  /** @returns the index in the chunk of the first byte that was not taken */
  #open(byte: number, chunk: Buffer, from: number, at: number): number {
    this.#depth += 1;
    if (byte === OPEN && this.#inItems && this.#depth === ITEM_DEPTH + 1) {
      // The spaces keep the 0 apart from a stray digit beside the item.
      this.#keep(`${this.#take(chunk, from, at)} 0 `);
      this.#itemLine = this.#line;
      return at;
    }
    if (byte !== OPEN_LIST || this.#depth !== ITEM_DEPTH) return from;
    const text = this.#take(chunk, from, at + 1);
    this.#keep(text);
    this.#inItems = /(?<!\\)"items"\s*:\s*\[$/.test(text.slice(-ITEMS_LENGTH));
    if (this.#inItems && !this.#started) this.#handler.itemsStart?.(this.#documentText());
    this.#started ||= this.#inItems;
    return at + 1;
  }

  /** @returns the index in the chunk of the first byte that was not taken */
  #close(byte: number, chunk: Buffer, from: number, end: number): number {
    this.#depth -= 1;
    if (byte === CLOSE && this.#inItems && this.#depth === ITEM_DEPTH) {
      const text = this.#take(chunk, from, end);
      this.#handler.item(parseItem(text), this.#source(text, this.#itemLine));
      return end;
    }
    if (this.#depth < ITEM_DEPTH) this.#inItems = false;
    if (this.#depth > 0) return from;
    this.#keep(this.#take(chunk, from, end));
    const text = this.#documentText();
    this.#around = [];
    this.#aroundSize = 0;
    this.#started = false;
    this.#handler.document(JSON.parse(text), this.#source(text, this.read.lines + 1));
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
