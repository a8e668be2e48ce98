import { UserError } from '../model/errors.ts';
import type { RawObject } from '../reduce/meta.ts';

interface Left {
  value: unknown;
  /** What the items of a typed list (PodList) do not repeat. */
  type: { kind: string; apiVersion: unknown } | null;
}

/**
 * Hands on the objects of a document, in their order, out of whatever lists they are in. What a YAML alias repeats is
 * handed on once, so that a list may hold itself.
 * @throws {UserError} with the file's name, for what is no Kubernetes object
 */
export function takeObjects(document: unknown, file: string, take: (object: RawObject) => void): void {
  const taken = new Set<unknown>();
  const left: Left[] = [{ value: document, type: null }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, type } = next;
    if (taken.has(value)) continue;
    taken.add(value);
    const object = checked(type && isObject(value) ? { ...type, ...value } : value, file);
    if (object.kind.endsWith('List')) for (const item of itemsOf(object)) left.push(item);
    else take(object);
  }
}

/** The last one first. */
function* itemsOf({ kind, apiVersion, items }: TypedObject): Iterable<Left> {
  const itemKind = kind.slice(0, -'List'.length);
  const type = itemKind === '' ? null : { kind: itemKind, apiVersion };
  for (const value of Array.isArray(items) ? items.toReversed() : [])
    if (value !== null) yield { value, type };
}

type TypedObject = RawObject & { kind: string; items?: unknown; message?: unknown };

function checked(value: unknown, file: string): TypedObject {
  if (!isObject(value)) throw new UserError(`error: error parsing ${file}: it holds no Kubernetes object`);
  for (const [field, is] of [
    ['Kind', value.kind],
    ['apiVersion', value.apiVersion],
  ])
    if (typeof is !== 'string' || is === '')
      throw new UserError(`error: Object '${field}' is missing in '${file}'`);
  const object = value as TypedObject;
  if (object.kind === 'Status')
    throw new UserError(`error: ${file} holds the failure of a request: ${object.message}`);
  return object;
}

export function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
