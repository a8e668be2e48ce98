import type { Path } from '../../model/objects/meta.ts';

/** The text in which a part stands. */
export interface PartSource {
  text: string;
  /** Of the text's first character. */
  line: number;
  /** From what the text holds down to the part. */
  path: Path;
}

/** Told of the parts of a JSON text as they become complete. */
export interface JsonHandler {
  /** The items of a list begin; what stands before them: `{"kind":"PodList","metadata":{…},"items":[`. */
  itemsStart?(head: string): void;
  /** An object among the items of a list. */
  item(value: object, written: PartSource): void;
  /** A whole document; in that of a list each item that was handed on is a 0. */
  document(value: unknown, written: PartSource): void;
}
