import { isObject, type RawObject } from '../../decode/decode-meta.ts';
import type { JsonHandler, PartSource } from '../../decode/json/json-parts.ts';
import { positionsInJson } from './positions.ts';
import { UntypedItems } from './untyped-items.ts';
import { type DocumentVisitor, isList, typeOfItems, visitObjects } from './visit-objects.ts';

/** Visits the objects of JSON documents, each as soon as its kind is known. */
export class JsonObjects implements JsonHandler {
  /** The current document has list items, so it is JSON, not YAML. */
  hasItems = false;
  /** The fields before the items, if they have the kind of the list. */
  #head: RawObject | null = null;
  #untyped = new UntypedItems();
  readonly #positionsOf = positionsInJson();
  readonly #file: string;
  readonly #visitor: DocumentVisitor;

  constructor(file: string, visitor: DocumentVisitor) {
    this.#file = file;
    this.#visitor = visitor;
  }

  itemsStart(text: string): void {
    const head: RawObject = JSON.parse(`${text}]}`);
    if (head.kind !== undefined && head.apiVersion !== undefined) this.#head = head;
  }

  item(value: object, written: PartSource): void {
    this.hasItems = true;
    const { kind, apiVersion }: RawObject = value;
    const isTyped = kind !== undefined && apiVersion !== undefined;
    // kubectl writes the kind of a list after its items, which have theirs.
    if (this.#head) this.#visitItem(value, written, this.#head);
    else if (isTyped && this.#untyped.isEmpty) this.#visitAll(value, written);
    else this.#untyped.add(value, written);
  }

  document(value: unknown, written: PartSource): void {
    const list: RawObject = isObject(value) ? value : {};
    const { kind, apiVersion } = this.#head ?? list;
    if (kind !== list.kind || apiVersion !== list.apiVersion)
      throw new SyntaxError('a list has more than one kind');
    for (const item of this.#untyped.drain()) this.#visitItem(item.value, item.written, list);
    this.#visitAll(withoutVisited(value), written);
    this.hasItems = false;
    this.#head = null;
    this.#untyped = new UntypedItems();
  }

  /** Compresses the items that are kept. Call it between chunks. */
  async pack(): Promise<void> {
    await this.#untyped.pack();
  }

  /** An object that is no list may have a field `items` as well. */
  #visitItem(value: object, written: PartSource, list: RawObject): void {
    if (isList(list)) this.#visitAll({ ...typeOfItems(list), ...value }, written);
  }

  #visitAll(value: unknown, written: PartSource): void {
    visitObjects(value, { file: this.#file, positions: this.#positionsOf(written) }, this.#visitor);
  }
}

/** The splitter leaves a 0 for each item that was visited. */
function withoutVisited(value: unknown): unknown {
  const { items } = (value ?? {}) as { items?: unknown };
  return Array.isArray(items) && isObject(value)
    ? { ...value, items: items.filter((item) => item !== 0) }
    : value;
}
