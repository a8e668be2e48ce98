import type { FieldPath } from '../../model/objects/meta.ts';

/** The text that contains a part. */
export interface PartSource {
  text: string;
  /** The line of the text's first character. */
  line: number;
  /** The path to the part, from the root of the text. */
  path: FieldPath;
}

/** Gets the parts of a JSON text as each is complete. */
export interface JsonHandler {
  /** The items of a list start after this text: `{"kind":"PodList","metadata":{…},"items":[`. */
  itemsStart?(head: string): void;
  /** An object among the items of a list. */
  item(value: object, source: PartSource): void;
  /** A document. A list has a 0 in place of each item that was handed on. */
  document(value: unknown, source: PartSource): void;
}
