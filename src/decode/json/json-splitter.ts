import type { JsonHandler, PartSource } from './json-parts.ts';
import { JsonScanner } from './json-scanner.ts';

/** Shorter input is parsed as a whole: JSON.parse is fast at once, the scanner only after it has been compiled. */
const MIN_SCANNED = 256 * 1024;

/** Splits JSON into documents and the items of lists, and never holds a long list in memory as a whole. */
export class JsonSplitter {
  readonly #handler: JsonHandler;
  readonly #scanner: JsonScanner;
  /** The chunks of short input; null once the input is long. */
  #short: Buffer[] | null = [];
  #size = 0;

  /** @param limit bytes of one item, or of the document without its items */
  constructor(handler: JsonHandler, limit = Number.POSITIVE_INFINITY) {
    this.#handler = handler;
    this.#scanner = new JsonScanner(handler, limit);
  }

  /** The bytes and lines that were scanned, up to the end of the last document. */
  get read(): { bytes: number; lines: number } {
    return this.#scanner.read;
  }

  /** @throws {SyntaxError} if a part that ends in this chunk is not JSON, {PartTooLarge} */
  write(chunk: Buffer): void {
    if (this.#short === null) {
      this.#scanner.scan(chunk);
      return;
    }
    this.#short.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= MIN_SCANNED) this.#scanShort(this.#short);
  }

  /** @throws {SyntaxError} if a document is not complete */
  end(): void {
    if (this.#short && this.#parseShort(this.#short)) return;
    this.#scanner.end();
  }

  /** @returns false if the input is not exactly one document */
  #parseShort(chunks: readonly Buffer[]): boolean {
    const text = Buffer.concat(chunks).toString();
    if (text.trim() === '') return true;
    let document: { items?: unknown } | null;
    try {
      document = JSON.parse(text);
    } catch {
      this.#scanShort(chunks);
      return false;
    }
    const { items } = document ?? {};
    const rest = Array.isArray(items)
      ? { ...document, items: items.map((item, index) => this.#handItem(item, { text, index })) }
      : document;
    this.#handler.document(rest, { text, line: 1, path: [] });
    return true;
  }

  #handItem(item: unknown, { text, index }: { text: string; index: number }): unknown {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    const source: PartSource = { text, line: 1, path: ['items', index] };
    this.#handler.item(item, source);
    return 0;
  }

  #scanShort(chunks: readonly Buffer[]): void {
    this.#short = null;
    this.#scanner.scan(Buffer.concat(chunks));
  }
}
