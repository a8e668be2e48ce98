import type { PartSource } from '../../decode/json/json-parts.ts';
import { parseItem } from '../../decode/json/parse-item.ts';

export interface UntypedItem {
  value: object;
  written: PartSource;
}

/** Characters that are kept as they are. */
const MAX_PLAIN = 1024 * 1024;

/**
 * Items without a kind, until the list says behind them what they are. It may be as large as a cluster: their texts are
 * compressed, and parsed again.
 */
export class UntypedItems {
  /** Those of a short list, whose text holds them all. */
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

  /** To be called now and then. */
  async pack(): Promise<void> {
    if (this.#size < MAX_PLAIN) return;
    const { PackedTexts } = await import('./packed-texts.ts');
    this.#packed.push({ texts: new PackedTexts(this.#texts), lines: this.#lines });
    this.#texts = [];
    this.#lines = [];
    this.#size = 0;
  }

  /** In the order of the list; what has been taken is not kept. */
  *take(): Iterable<UntypedItem> {
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
