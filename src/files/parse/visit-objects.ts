import { isObject, type RawObject } from '../../decode/decode-meta.ts';
import type { FieldPath, ManifestPlace } from '../../model/objects/meta.ts';
import type { Positions } from './positions.ts';

/** Is told of each value of a document. */
export interface DocumentVisitor {
  /** @param place null: the object was recorded from a cluster */
  object(object: RawObject, place: ManifestPlace | null): void;
  notAnObject(line: number, reason: string): void;
}

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
 */
export function visitObjects(
  document: unknown,
  from: { file: string; positions: Positions },
  visitor: DocumentVisitor,
): void {
  const visited = new Set<unknown>();
  const pending: PendingValue[] = [{ value: document, type: null, path: null }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, type, path } = next;
    if (visited.has(value)) continue;
    visited.add(value);
    const object = type && isObject(value) ? { ...type, ...value } : value;
    const reason = whyNotAnObject(object, from.file);
    if (reason !== null) visitor.notAnObject(placeOf(path, from).lineOf([]), reason);
    else if (isList(object as TypedObject))
      for (const item of itemsOf(object as TypedObject, path)) pending.push(item);
    else
      visitor.object(object as TypedObject, isRecorded(object as TypedObject) ? null : placeOf(path, from));
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

/** Why a value is no Kubernetes object; null: it is one. */
function whyNotAnObject(value: unknown, file: string): string | null {
  if (!isObject(value)) return 'it contains no Kubernetes object';
  for (const [field, is] of [
    ['Kind', value.kind],
    ['apiVersion', value.apiVersion],
  ])
    if (typeof is !== 'string' || is === '') return `Object '${field}' is missing in '${file}'`;
  const { kind, message } = value as TypedObject;
  return kind === 'Status' ? `it contains an error response: ${message}` : null;
}
