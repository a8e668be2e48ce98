import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** JSON has this character in escapes only. */
const SEPARATOR = '\0';

/** Compressed JSON texts. Loading zlib takes milliseconds, and few inputs need it: import this file when one does. */
export class PackedTexts implements Iterable<string> {
  readonly #packed: Buffer;

  constructor(texts: readonly string[]) {
    this.#packed = deflateRawSync(texts.join(SEPARATOR), { level: 1 });
  }

  /** Decodes each text by itself: one string of them all would stay in memory for long. */
  *[Symbol.iterator](): Iterator<string> {
    const bytes = inflateRawSync(this.#packed);
    for (let from = 0; from <= bytes.length; ) {
      const end = bytes.indexOf(SEPARATOR, from);
      const to = end < 0 ? bytes.length : end;
      yield bytes.toString('utf8', from, to);
      from = to + 1;
    }
  }
}
