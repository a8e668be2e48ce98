import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** JSON has it in escapes only. */
const SEPARATOR = '\0';

/** Texts of JSON, compressed. Loading what compresses takes milliseconds, which hardly any input needs. */
export class PackedTexts implements Iterable<string> {
  readonly #packed: Buffer;

  constructor(texts: readonly string[]) {
    this.#packed = deflateRawSync(texts.join(SEPARATOR), { level: 1 });
  }

  /** Each by itself from the bytes: one string of them all would be garbage for long. */
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
