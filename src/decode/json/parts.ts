import type { FieldPath } from '../../model/objects/meta.ts';

/** The text in which a part stands. */
export interface Written {
  text: string;
  /** Of the text's first character. */
  line: number;
  /** From what the text holds down to the part. */
  path: FieldPath;
}

/** Told of the parts of a JSON text as they become complete. */
export interface JsonParts {
  /** The items of a list begin; what stands before them: `{"kind":"PodList","metadata":{…},"items":[`. */
  begun?(head: string): void;
  /** An object among the items of a list. */
  item(value: object, written: Written): void;
  /** A whole document; in that of a list each item that was handed on is a 0. */
  document(value: unknown, written: Written): void;
}
