import { kindOf } from '../../model/objects/classification.ts';
import type { AnyObject } from '../../model/objects/kinds.ts';
import type { FieldPath } from '../../model/objects/meta.ts';
import type { Remedy } from '../../model/report/endpoints-report.ts';
import { listed } from '../../text/list.ts';
import { type KubectlCommand, kubectl } from '../../text/shell.ts';
import { inlineYaml } from '../../text/yaml-value.ts';
import { type Field, field } from './field.ts';

/** A remedy, and the field that it is about: a manifest is changed in its file, not by a command. */
export interface DraftRemedy {
  kind: Remedy['kind'];
  /** Null: no field of a manifest. */
  at: Field | null;
  /** A command to paste; null where no command does it. */
  command: string | null;
  /** The same in words: `set targetPort: http`. For a manifest it follows `in FILE line LINE`. */
  text: string;
}

/** The remedy as reports have it. */
export function completeRemedy({ kind, at, command, text }: DraftRemedy): Remedy {
  const place = at?.object.place ?? null;
  if (at === null || place === null) return { kind, text, command, tested: false };
  return {
    kind,
    text: `in ${place.file} line ${place.lineOf(at.path)} ${text}`,
    command: null,
    tested: false,
  };
}

/** An instruction that mends the finding, where no command does it. */
export function instruction(text: string): DraftRemedy {
  return { kind: 'fix', at: null, command: null, text };
}

/** A command that shows more about the cause. */
export function lookWith(command: string, text: string): DraftRemedy {
  return { kind: 'next', at: null, command, text };
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Sets the fields of an object at a path, by a strategic merge patch.
 * @param values null removes a field
 * @param type `merge` replaces lists as a whole (RFC 7386)
 */
export function patchFields(at: Field, values: Values, type?: 'merge'): DraftRemedy {
  const patch = at.path.reduceRight<Values>((inner, step) => ({ [step]: inner }), values);
  return {
    kind: 'fix',
    at: Object.keys(values).length === 1 ? field(at.object, ...at.path, ...Object.keys(values)) : at,
    command: kubectl(at.object.namespace, {
      verb: 'patch',
      names: resourceName(at.object),
      flags: [...(type ? [`--type=${type}` as const] : []), ['-p', JSON.stringify(patch)]],
    }),
    text: listed(Object.entries(values).map(changeText)),
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
): DraftRemedy {
  const patch = operations.map((one) => ({ ...one, path: `/${one.path.join('/')}` }));
  const [{ path }] = operations;
  return {
    kind: 'fix',
    at: field(object, ...path),
    command: kubectl(object.namespace, {
      verb: 'patch',
      names: resourceName(object),
      flags: ['--type=json', ['-p', JSON.stringify(patch)]],
    }),
    text: listed(operations.map(operationText)),
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

export function removeLabel(object: AnyObject, key: string): DraftRemedy {
  return {
    kind: 'fix',
    at: field(object, 'metadata', 'labels', key),
    command: kubectl(object.namespace, { verb: 'label', names: [...resourceName(object), `${key}-`] }),
    text: `remove the label ${key}`,
  };
}

export function removeAnnotation(object: AnyObject, key: string): DraftRemedy {
  return {
    kind: 'fix',
    at: field(object, 'metadata', 'annotations', key),
    command: kubectl(object.namespace, { verb: 'annotate', names: [...resourceName(object), `${key}-`] }),
    text: `remove the annotation ${key}`,
  };
}

/** `kubectl edit`, where the value is not known. */
export function editManually(at: Field, text: string): DraftRemedy {
  return {
    kind: 'next',
    at,
    command: kubectl(at.object.namespace, { verb: 'edit', names: resourceName(at.object) }),
    text,
  };
}

/** The change of a manifest, and the kubectl command that does it in the cluster. */
export function editWith(at: Field, command: KubectlCommand, text: string): DraftRemedy {
  return { kind: 'fix', at, command: kubectl(at.object.namespace, command), text };
}

/** The change that is to be considered, and the kubectl command that shows what there is. */
export function lookBeforeEdit(at: Field, command: KubectlCommand, text: string): DraftRemedy {
  return { ...editWith(at, command, text), kind: 'next' };
}

/** The arguments of kubectl for an object: `service web`. */
function resourceName(object: AnyObject): [resource: string, name: string] {
  return [kindOf(object).toLowerCase(), object.name];
}
