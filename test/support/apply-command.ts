/** Applies the kubectl commands of remedies to raw objects. Independent of src/. */
import type { Raw } from './objects.ts';

type Fields = Record<string, unknown>;

interface Operation {
  op: string;
  path: string;
  value?: unknown;
}

/** @returns the objects after the command; those that it does not change are the same */
export function applyCommand(command: string, objects: readonly Raw[]): Raw[] {
  const words = wordsOf(command);
  const [kubectl, flag, namespace, verb, ...rest] = words;
  if (kubectl !== 'kubectl' || flag !== '-n') throw new Error(command);
  const isNamed =
    (kind = '', name = '') =>
    (object: Raw) =>
      object.kind.toLowerCase() === kind &&
      object.metadata.name === name &&
      object.metadata.namespace === namespace;
  if (verb === 'delete') {
    const gone = rest.map((word) => isNamed(...(word.split('/') as [string, string])));
    return objects.filter((object) => !gone.some((is) => is(object)));
  }
  const [kind, name, ...more] = rest;
  const found = objects.filter(isNamed(kind, name));
  if (found.length !== 1) throw new Error(`${found.length} objects: ${command}`);
  return objects.map((object) => (object === found[0] ? changed(object, verb, more, command) : object));
}

function changed(object: Raw, verb: string | undefined, words: readonly string[], command: string): Raw {
  const copy = structuredClone(object);
  const [first = '', second, patch] = words;
  if (verb === 'label' || verb === 'annotate')
    return relabelled(copy, verb === 'label' ? 'labels' : 'annotations', first);
  if (verb !== 'patch') throw new Error(command);
  if (first === '-p') return merged(copy, JSON.parse(String(second))) as Raw;
  if (first === '--type=merge' && second === '-p') return merged(copy, JSON.parse(String(patch))) as Raw;
  if (first !== '--type=json' || second !== '-p') throw new Error(command);
  for (const operation of JSON.parse(String(patch)) as Operation[]) operate(copy, operation);
  return copy;
}

/** `key=value` sets, `key-` removes. */
function relabelled(object: Raw, field: 'labels' | 'annotations', word: string): Raw {
  const [key = '', value] = word.split('=');
  const { [value === undefined ? key.slice(0, -1) : key]: _, ...others } = (object.metadata[field] ??
    {}) as Record<string, string>;
  object.metadata[field] = value === undefined ? others : { ...others, [key]: value };
  return object;
}

/** RFC 7386. The strategic patches of remedies touch no lists, and so mean the same. */
function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result = { ...(target as Fields) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key] ?? {}, value);
  }
  return result;
}

/** RFC 6902. */
function operate(object: Raw, { op, path, value }: Operation): void {
  const steps = path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop() ?? '';
  const parent = steps.reduce<unknown>((inner, step) => (inner as Fields)[step], object);
  if (!Array.isArray(parent)) {
    if (op === 'remove') delete (parent as Fields)[last];
    else (parent as Fields)[last] = value;
  } else if (op === 'add') parent.splice(last === '-' ? parent.length : Number(last), 0, value);
  else parent.splice(Number(last), 1, ...(op === 'remove' ? [] : [value]));
}

/** Splits a line into words, as a shell does with single quotes. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:[^\s']|'[^']*')+/g)].map(([word]) => word.replaceAll("'", ''));
}
