import type { JsonHandler } from '../decode/json/json-parts.ts';
import { JsonSplitter } from '../decode/json/json-splitter.ts';
import type { BodyReader } from '../model/connection.ts';

/** Reads a list as it arrives: hands on its items, and keeps what is around them. */
export class ListReader implements BodyReader {
  readonly #splitter: JsonSplitter;
  readonly #documents: unknown[] = [];

  /** @param limit bytes of an item, or of what is around them */
  constructor(items: Required<Pick<JsonHandler, 'itemsStart' | 'item'>>, limit: number) {
    const document = (value: unknown) => {
      if (this.#documents.push(value) > 1) throw new SyntaxError('more than one document');
    };
    this.#splitter = new JsonSplitter({ ...items, document }, limit);
  }

  write(chunk: Buffer): void {
    this.#splitter.write(chunk);
  }

  end(): unknown {
    this.#splitter.end();
    return this.#documents[0] ?? null;
  }
}
