import type { RawObject } from '../../decode/decode-meta.ts';
import { UserError } from '../../model/errors.ts';
import type { FieldPath, ManifestPlace } from '../../model/objects/meta.ts';
import type { Positions } from './positions.ts';

/** Is told of each object; `place` is null for one that was recorded from a cluster. */
export type Take = (object: RawObject, place: ManifestPlace | null) => void;

/** What the items of a typed list (PodList) do not repeat. */
interface Type {
  kind: string;
  apiVersion: unknown;
}

interface Left {
  value: unknown;
  type: Type | null;
  way: Way | null;
}

/** Which item it is, of the list that it is in. */
interface Way {
  above: Way | null;
  index: number;
}

/**
 * Hands on the objects of a document, in their order, out of whatever lists they are in. What a YAML alias repeats is
 * handed on once, so that a list may hold itself.
 * @throws {UserError} with the file's name, for what is no Kubernetes object
 */
export function takeObjects(
  document: unknown,
  from: { file: string; positions: Positions },
  take: Take,
): void {
  const taken = new Set<unknown>();
  const left: Left[] = [{ value: document, type: null, way: null }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, type, way } = next;
    if (taken.has(value)) continue;
    taken.add(value);
    const object = checked(type && isObject(value) ? { ...type, ...value } : value, from.file);
    if (isList(object)) for (const item of itemsOf(object, way)) left.push(item);
    else take(object, isRecorded(object) ? null : placeOf(way, from));
  }
}

/** The last one first. */
function* itemsOf(list: TypedObject, above: Way | null): Iterable<Left> {
  const { items } = list;
  const type = typeOfItems(list);
  if (!Array.isArray(items)) return;
  for (let index = items.length - 1; index >= 0; index -= 1)
    if (items[index] !== null) yield { value: items[index], type, way: { above, index } };
}

export function isList(object: RawObject): object is RawObject & { kind: string } {
  return typeof object.kind === 'string' && object.kind.endsWith('List');
}

export function typeOfItems(list: RawObject): Type | null {
  if (!isList(list) || list.kind === 'List') return null;
  return { kind: list.kind.slice(0, -'List'.length), apiVersion: list.apiVersion };
}

function isRecorded({ metadata }: RawObject): boolean {
  return typeof metadata?.uid === 'string' && metadata.uid !== '';
}

function placeOf(
  way: Way | null,
  { file, positions }: { file: string; positions: Positions },
): ManifestPlace {
  return { file, lineOf: (path) => positions.lineOf([...pathOf(way), ...path]) };
}

function pathOf(way: Way | null): FieldPath {
  const indices: number[] = [];
  for (let at = way; at; at = at.above) indices.push(at.index);
  return indices.toReversed().flatMap((index) => ['items', index]);
}

type TypedObject = RawObject & { kind: string; items?: unknown; message?: unknown };

/** What was read well, and is no Kubernetes object. */
export class NoObject extends UserError {}

function checked(value: unknown, file: string): TypedObject {
  if (!isObject(value)) throw new NoObject(`error parsing ${file}: it holds no Kubernetes object`);
  for (const [field, is] of [
    ['Kind', value.kind],
    ['apiVersion', value.apiVersion],
  ])
    if (typeof is !== 'string' || is === '') throw new NoObject(`Object '${field}' is missing in '${file}'`);
  const object = value as TypedObject;
  if (object.kind === 'Status')
    throw new UserError(`${file} holds the failure of a request: ${object.message}`);
  return object;
}

export function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
