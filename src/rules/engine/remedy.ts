import { kindOf } from '../../model/objects/classification.ts';
import type { AnyObject } from '../../model/objects/kinds.ts';
import type { FieldPath } from '../../model/objects/meta.ts';
import { listed } from '../../text/list.ts';
import { type KubectlCommand, kubectl } from '../../text/shell.ts';
import { inlineYaml } from '../../text/yaml-value.ts';

/** A field of an object: where one would mend it. */
export interface Field {
  object: AnyObject;
  path: FieldPath;
}

/** What mends a finding. A text alone is for objects in a cluster, or says what to do wherever they are. */
export type Fix = string | Edit;

/** A change of a field: of what a cluster holds by a command, of a manifest in its file. */
export interface Edit {
  at: Field;
  /** To paste; or what to do, where no command does it. */
  command: string;
  /** For a manifest, behind `in FILE line LINE`: `set targetPort: http`. */
  change: string;
}

export function field(object: AnyObject, ...path: FieldPath): Field {
  return { object, path };
}

export function fixText(fix: Fix): string {
  if (typeof fix === 'string') return fix;
  const { at, command, change } = fix;
  const { place } = at.object;
  return place === null ? command : `in ${place.file} line ${place.lineOf(at.path)} ${change}`;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Sets fields below one; null takes a field away.
 * @param type `merge` where lists are to be replaced as a whole
 */
export function patched(at: Field, values: Values, type?: 'merge'): Edit {
  const patch = at.path.reduceRight<Values>((inner, step) => ({ [step]: inner }), values);
  return {
    at: Object.keys(values).length === 1 ? field(at.object, ...at.path, ...Object.keys(values)) : at,
    command: kubectl(at.object.namespace, {
      verb: 'patch',
      names: named(at.object),
      flags: [...(type ? [`--type=${type}` as const] : []), ['-p', JSON.stringify(patch)]],
    }),
    change: listed(Object.entries(values).map(changeText)),
  };
}

export interface Operation {
  op: 'add' | 'replace' | 'remove';
  path: FieldPath;
  value?: unknown;
}

/** For what stands in a list, which no other patch reaches. */
export function jsonPatched(object: AnyObject, ...operations: readonly [Operation, ...Operation[]]): Edit {
  const patch = operations.map((one) => ({ ...one, path: `/${one.path.join('/')}` }));
  const [{ path }] = operations;
  return {
    at: field(object, ...path),
    command: kubectl(object.namespace, {
      verb: 'patch',
      names: named(object),
      flags: ['--type=json', ['-p', JSON.stringify(patch)]],
    }),
    change: listed(operations.map(operationText)),
  };
}

function operationText({ op, path, value }: Operation): string {
  const last = path.at(-1) ?? '';
  if (last === '-' || typeof last === 'number') return `add ${inlineYaml(value)}`;
  return changeText([last, op === 'remove' ? null : value]);
}

function changeText([key, value]: readonly [string, unknown]): string {
  return value === null ? `remove ${key}` : `set ${key}: ${inlineYaml(value)}`;
}

export function unlabelled(object: AnyObject, what: 'label' | 'annotation', key: string): Edit {
  const verb = what === 'label' ? 'label' : 'annotate';
  return {
    at: field(object, 'metadata', `${what}s`, key),
    command: kubectl(object.namespace, { verb, names: [...named(object), `${key}-`] }),
    change: `remove the ${what} ${key}`,
  };
}

/** By hand: no patch that is known beforehand mends it. */
export function edited(at: Field, change: string): Edit {
  return { at, command: kubectl(at.object.namespace, { verb: 'edit', names: named(at.object) }), change };
}

/** Where the cluster has to be looked at, and a manifest to be changed. */
export function lookedAt(at: Field, command: KubectlCommand, change: string): Edit {
  return { at, command: kubectl(at.object.namespace, command), change };
}

/** As a command of kubectl takes an object: `service web`. */
function named(object: AnyObject): [resource: string, name: string] {
  return [kindOf(object).toLowerCase(), object.name];
}
