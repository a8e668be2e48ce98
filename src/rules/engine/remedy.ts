import { kindOf } from '../../model/objects/classification.ts';
import type { AnyObject } from '../../model/objects/kinds.ts';
import type { FieldPath } from '../../model/objects/meta.ts';
import { listed } from '../../text/list.ts';
import { type KubectlCommand, kubectl } from '../../text/shell.ts';
import { inlineYaml } from '../../text/yaml-value.ts';
import { type Field, field } from './field.ts';

/** The remedy of a finding: a command or an instruction, or an edit where the object may be in a manifest. */
export type Fix = string | Edit;

/** The change of a field: by a command in a cluster, in the file of a manifest. */
interface Edit {
  at: Field;
  /** A command to paste, or an instruction where no command does it. */
  command: string;
  /** The change of a manifest: `set targetPort: http`. It follows `in FILE line LINE`. */
  change: string;
}

export function fixText(fix: Fix): string {
  if (typeof fix === 'string') return fix;
  const { at, command, change } = fix;
  const { place } = at.object;
  return place === null ? command : `in ${place.file} line ${place.lineOf(at.path)} ${change}`;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Sets the fields of an object at a path, by a strategic merge patch.
 * @param values null removes a field
 * @param type `merge` replaces lists as a whole (RFC 7386)
 */
export function patchFields(at: Field, values: Values, type?: 'merge'): Edit {
  const patch = at.path.reduceRight<Values>((inner, step) => ({ [step]: inner }), values);
  return {
    at: Object.keys(values).length === 1 ? field(at.object, ...at.path, ...Object.keys(values)) : at,
    command: kubectl(at.object.namespace, {
      verb: 'patch',
      names: resourceName(at.object),
      flags: [...(type ? [`--type=${type}` as const] : []), ['-p', JSON.stringify(patch)]],
    }),
    change: listed(Object.entries(values).map(changeText)),
  };
}

/** An operation of RFC 6902. */
export interface JsonPatchOperation {
  op: 'add' | 'replace' | 'remove';
  path: FieldPath;
  value?: unknown;
}

/** Changes items of lists, which no other patch reaches. */
export function jsonPatch(
  object: AnyObject,
  ...operations: readonly [JsonPatchOperation, ...JsonPatchOperation[]]
): Edit {
  const patch = operations.map((one) => ({ ...one, path: `/${one.path.join('/')}` }));
  const [{ path }] = operations;
  return {
    at: field(object, ...path),
    command: kubectl(object.namespace, {
      verb: 'patch',
      names: resourceName(object),
      flags: ['--type=json', ['-p', JSON.stringify(patch)]],
    }),
    change: listed(operations.map(operationText)),
  };
}

function operationText({ op, path, value }: JsonPatchOperation): string {
  const last = path.at(-1) ?? '';
  if (last === '-' || typeof last === 'number') return `add ${inlineYaml(value)}`;
  return changeText([last, op === 'remove' ? null : value]);
}

function changeText([key, value]: readonly [string, unknown]): string {
  return value === null ? `remove ${key}` : `set ${key}: ${inlineYaml(value)}`;
}

export function removeLabel(object: AnyObject, key: string): Edit {
  return {
    at: field(object, 'metadata', 'labels', key),
    command: kubectl(object.namespace, { verb: 'label', names: [...resourceName(object), `${key}-`] }),
    change: `remove the label ${key}`,
  };
}

export function removeAnnotation(object: AnyObject, key: string): Edit {
  return {
    at: field(object, 'metadata', 'annotations', key),
    command: kubectl(object.namespace, { verb: 'annotate', names: [...resourceName(object), `${key}-`] }),
    change: `remove the annotation ${key}`,
  };
}

/** `kubectl edit`, where the value is not known. */
export function editManually(at: Field, change: string): Edit {
  return {
    at,
    command: kubectl(at.object.namespace, { verb: 'edit', names: resourceName(at.object) }),
    change,
  };
}

/** The change of a manifest, and another kubectl command for the cluster: often one that shows more. */
export function editWith(at: Field, command: KubectlCommand, change: string): Edit {
  return { at, command: kubectl(at.object.namespace, command), change };
}

/** The arguments of kubectl for an object: `service web`. */
function resourceName(object: AnyObject): [resource: string, name: string] {
  return [kindOf(object).toLowerCase(), object.name];
}
