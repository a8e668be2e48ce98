import type { RawObject } from '../../decode/decode-meta.ts';
import type { JsonHandler, PartSource } from '../../decode/json/json-parts.ts';
import { UserError } from '../../model/errors.ts';
import { positionsInJson } from './positions.ts';
import { isList, isObject, type Take, takeObjects, typeOfItems } from './take.ts';
import { UntypedItems } from './untyped-items.ts';

/** The objects of JSON documents, each handed on as soon as it is known what it is. */
export class JsonObjects implements JsonHandler {
  /** The document has had an item: it is JSON, and no YAML. */
  hasItems = false;
  /** What stands before the items, if that says of what kind they are. */
  #head: RawObject | null = null;
  #untyped = new UntypedItems();
  readonly #positionsOf = positionsInJson();
  readonly #file: string;
  readonly #take: Take;

  constructor(file: string, take: Take) {
    this.#file = file;
    this.#take = take;
  }

  itemsStart(text: string): void {
    const head: RawObject = JSON.parse(`${text}]}`);
    if (head.kind !== undefined && head.apiVersion !== undefined) this.#head = head;
  }

  item(value: object, written: PartSource): void {
    this.hasItems = true;
    const { kind, apiVersion }: RawObject = value;
    const isTyped = kind !== undefined && apiVersion !== undefined;
    // kubectl writes the kind of a list behind its items, which are typed.
    if (this.#head) this.#takeItem(value, written, this.#head);
    else if (isTyped && this.#untyped.isEmpty) this.#takeAll(value, written);
    else this.#untyped.add(value, written);
  }

  document(value: unknown, written: PartSource): void {
    const list: RawObject = isObject(value) ? value : {};
    const { kind, apiVersion } = this.#head ?? list;
    if (kind !== list.kind || apiVersion !== list.apiVersion)
      throw new UserError(`error parsing ${this.#file}: a list says twice of what kind it is`);
    for (const item of this.#untyped.take()) this.#takeItem(item.value, item.written, list);
    this.#takeAll(withoutTaken(value), written);
    this.hasItems = false;
    this.#head = null;
    this.#untyped = new UntypedItems();
  }

  /** To be called now and then: it makes smaller what has to be kept. */
  async pack(): Promise<void> {
    await this.#untyped.pack();
  }

  /** What is no list may have `items` of its own. */
  #takeItem(value: object, written: PartSource, list: RawObject): void {
    if (isList(list)) this.#takeAll({ ...typeOfItems(list), ...value }, written);
  }

  #takeAll(value: unknown, written: PartSource): void {
    takeObjects(value, { file: this.#file, positions: this.#positionsOf(written) }, this.#take);
  }
}

/** Items that were handed on are 0. */
function withoutTaken(value: unknown): unknown {
  const { items } = (value ?? {}) as { items?: unknown };
  return Array.isArray(items) && isObject(value)
    ? { ...value, items: items.filter((item) => item !== 0) }
    : value;
}
