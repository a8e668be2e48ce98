import { isObject, type RawObject } from '../../decode/decode-meta.ts';
import { UserError } from '../../model/errors.ts';
import type { FieldPath, ManifestPlace } from '../../model/objects/meta.ts';
import type { Positions } from './positions.ts';

/** Is called with each object. @param place null: the object was recorded from a cluster */
export type ObjectVisitor = (object: RawObject, place: ManifestPlace | null) => void;

/** The kind that the items of a typed list (PodList) have without repeating it. */
interface ItemType {
  kind: string;
  apiVersion: unknown;
}

interface PendingValue {
  value: unknown;
  type: ItemType | null;
  path: ItemPath | null;
}

/** The position of an item in nested lists. */
interface ItemPath {
  parent: ItemPath | null;
  index: number;
}

/**
 * Visits the objects of a document in their order, those in lists too. It visits a value that YAML aliases repeat once,
 * so that a list may contain itself.
 * @throws {UserError} with the file's name, for a value that is no Kubernetes object
 */
export function visitObjects(
  document: unknown,
  from: { file: string; positions: Positions },
  visit: ObjectVisitor,
): void {
  const visited = new Set<unknown>();
  const pending: PendingValue[] = [{ value: document, type: null, path: null }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, type, path } = next;
    if (visited.has(value)) continue;
    visited.add(value);
    const object = checked(type && isObject(value) ? { ...type, ...value } : value, from.file);
    if (isList(object)) for (const item of itemsOf(object, path)) pending.push(item);
    else visit(object, isRecorded(object) ? null : placeOf(path, from));
  }
}

/** The items of a list, the last one first. */
function* itemsOf(list: TypedObject, parent: ItemPath | null): Iterable<PendingValue> {
  const { items } = list;
  const type = typeOfItems(list);
  if (!Array.isArray(items)) return;
  for (let index = items.length - 1; index >= 0; index -= 1)
    if (items[index] !== null) yield { value: items[index], type, path: { parent, index } };
}

export function isList(object: RawObject): object is RawObject & { kind: string } {
  return typeof object.kind === 'string' && object.kind.endsWith('List');
}

export function typeOfItems(list: RawObject): ItemType | null {
  if (!isList(list) || list.kind === 'List') return null;
  return { kind: list.kind.slice(0, -'List'.length), apiVersion: list.apiVersion };
}

function isRecorded({ metadata }: RawObject): boolean {
  return typeof metadata?.uid === 'string' && metadata.uid !== '';
}

function placeOf(
  itemPath: ItemPath | null,
  { file, positions }: { file: string; positions: Positions },
): ManifestPlace {
  return { file, lineOf: (path) => positions.lineOf([...pathOf(itemPath), ...path]) };
}

function pathOf(itemPath: ItemPath | null): FieldPath {
  const indices: number[] = [];
  for (let at = itemPath; at; at = at.parent) indices.push(at.index);
  return indices.toReversed().flatMap((index) => ['items', index]);
}

type TypedObject = RawObject & { kind: string; items?: unknown; message?: unknown };

/** The file is valid YAML or JSON, but holds a value that is no Kubernetes object. */
export class NotAnObjectError extends UserError {}

function checked(value: unknown, file: string): TypedObject {
  if (!isObject(value)) throw new NotAnObjectError(`error parsing ${file}: it contains no Kubernetes object`);
  for (const [field, is] of [
    ['Kind', value.kind],
    ['apiVersion', value.apiVersion],
  ])
    if (typeof is !== 'string' || is === '')
      throw new NotAnObjectError(`Object '${field}' is missing in '${file}'`);
  const object = value as TypedObject;
  if (object.kind === 'Status') throw new UserError(`${file} contains an error response: ${object.message}`);
  return object;
}
