import { load, loadAll } from 'js-yaml';
import { UserError } from '../model/errors.ts';
import type { RawObject } from '../reduce/meta.ts';

/**
 * The objects in a file's text: JSON or YAML, several documents, Lists taken apart.
 * @throws {UserError} with the file's name, for what cannot be read or is no Kubernetes object
 */
export function parseObjects(text: string, file: string): RawObject[] {
  return documents(text, file)
    .filter((document) => document !== null && document !== undefined)
    .flatMap((document) => objectsOf(document, file));
}

function documents(text: string, file: string): unknown[] {
  try {
    return /^\s*[{[]/.test(text) ? [parseJson(text)] : loadAll(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new UserError(`error: error parsing ${file}: ${reason}`);
  }
}

/** YAML in flow style begins like JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    try {
      return load(text);
    } catch {
      throw error;
    }
  }
}

function objectsOf(document: unknown, file: string): RawObject[] {
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw new UserError(`error: error parsing ${file}: it holds no Kubernetes object`);
  const { kind, apiVersion, items, message } = document as RawObject & { items?: unknown; message?: unknown };
  for (const [field, value] of [
    ['Kind', kind],
    ['apiVersion', apiVersion],
  ])
    if (typeof value !== 'string' || value === '')
      throw new UserError(`error: Object '${field}' is missing in '${file}'`);
  if (kind === 'Status') throw new UserError(`error: ${file} holds the failure of a request: ${message}`);
  if (!String(kind).endsWith('List')) return [document];
  const itemKind = String(kind).slice(0, -'List'.length);
  const list: unknown[] = Array.isArray(items) ? items : [];
  return (
    list
      .filter((item) => item !== null)
      // The items of a typed list (PodList) do not repeat what they are.
      .flatMap((item) =>
        objectsOf(itemKind !== '' && isObject(item) ? { kind: itemKind, apiVersion, ...item } : item, file),
      )
  );
}

function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
