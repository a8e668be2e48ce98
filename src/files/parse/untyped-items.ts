import type { PartSource } from '../../decode/json/json-parts.ts';
import { parseItem } from '../../decode/json/parse-item.ts';

interface UntypedItem {
  value: object;
  written: PartSource;
}

/** The number of characters that are kept uncompressed. */
const MAX_UNPACKED = 1024 * 1024;

/**
 * The items of a list whose kind comes after them. A list may be as large as a cluster, so their texts are compressed,
 * and parsed again.
 */
export class UntypedItems {
  /** The items of a short list, which share its text. */
  readonly #parsed: UntypedItem[] = [];
  readonly #packed: { texts: Iterable<string>; lines: number[] }[] = [];
  #texts: string[] = [];
  #lines: number[] = [];
  #size = 0;

  get isEmpty(): boolean {
    return this.#parsed.length + this.#packed.length + this.#texts.length === 0;
  }

  add(value: object, written: PartSource): void {
    const { text, line, path } = written;
    if (path.length > 0) {
      this.#parsed.push({ value, written });
      return;
    }
    this.#texts.push(text);
    this.#lines.push(line);
    this.#size += text.length;
  }

  /** Compresses the texts, if there are enough of them. */
  async pack(): Promise<void> {
    if (this.#size < MAX_UNPACKED) return;
    const { PackedTexts } = await import('./packed-texts.ts');
    this.#packed.push({ texts: new PackedTexts(this.#texts), lines: this.#lines });
    this.#texts = [];
    this.#lines = [];
    this.#size = 0;
  }

  /** Removes the items, in the order of the list. */
  *drain(): Iterable<UntypedItem> {
    yield* this.#parsed;
    this.#packed.push({ texts: this.#texts, lines: this.#lines });
    for (let next = this.#packed.shift(); next; next = this.#packed.shift()) {
      const { texts, lines } = next;
      let index = 0;
      for (const text of texts) {
        const line = lines[index] as number;
        yield { value: parseItem(text), written: { text, line, path: [] } };
        index += 1;
      }
    }
  }
}
