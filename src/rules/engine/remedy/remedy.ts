import { kindOf } from '../../../model/objects/classification.ts';
import type { AnyObject } from '../../../model/objects/kinds.ts';
import type { Remedy } from '../../../model/report/endpoints-report.ts';
import { listed } from '../../../text/list.ts';
import { type KubectlCommand, kubectl } from '../../../text/shell.ts';
import { inlineYaml } from '../../../text/yaml-value.ts';
import { type Field, field } from '../field.ts';
import type { Change, JsonPatchOperation } from './change.ts';

/** A remedy, and the field that it is about: a manifest is changed in its file, not by a command. */
export interface DraftRemedy {
  /** A `fix` is reported as such only if it has changes and they pass the trial. */
  kind: Remedy['kind'];
  /** Null: no field of a manifest. */
  at: Field | null;
  /** A command to paste; null where no command does it. */
  command: string | null;
  /** The same in words: `set targetPort: http`. For a manifest it follows `in FILE line LINE`. */
  text: string;
  /** The changes that the command makes. */
  changes?: readonly Change[];
  /** Where to look if the changes do not pass the trial. */
  otherwise?: DraftRemedy;
}

/** The remedy as reports have it. @param tested whether its changes passed the trial */
export function completeRemedy(draft: DraftRemedy, tested: boolean): Remedy {
  const { at, command, text } = draft;
  const kind = tested ? 'fix' : 'next';
  const place = at?.object.place ?? null;
  if (at === null || place === null) return { kind, text, command, tested };
  return { kind, text: `in ${place.file} line ${place.lineOf(at.path)} ${text}`, command: null, tested };
}

/** Where to look instead of a fix that did not pass its trial. */
export function insteadOf({ otherwise, at }: DraftRemedy): DraftRemedy {
  const text = 'edit the object: the obvious change does not fix this';
  return otherwise ?? (at === null ? instruction(text) : editManually(at, text));
}

/** An instruction where no command does it. */
export function instruction(text: string, at: Field | null = null): DraftRemedy {
  return { kind: 'next', at, command: null, text };
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
  const operations = Object.entries(values).map(
    ([key, value]): JsonPatchOperation =>
      value === null
        ? { op: 'remove', path: [...at.path, key] }
        : { op: 'add', path: [...at.path, key], value },
  );
  const [first, ...more] = operations;
  return fix(
    first && more.length === 0 ? field(at.object, ...first.path) : at,
    { object: at.object, operations },
    {
      verb: 'patch',
      names: resourceName(at.object),
      flags: [
        ...(type ? [`--type=${type}` as const] : []),
        ['-p', JSON.stringify(operations.reduce<Values>(mergeOperation, {}))],
      ],
    },
    listed(operations.map(operationText)),
  );
}

/** Adds an operation to a merge patch. */
function mergeOperation(
  patch: Values,
  { path: [step = '', ...rest], value = null }: JsonPatchOperation,
): Values {
  const inner = (patch[step] ?? {}) as Values;
  return {
    ...patch,
    [step]: rest.length === 0 ? value : mergeOperation(inner, { op: 'add', path: rest, value }),
  };
}

/** Changes items of lists, which no other patch reaches. */
export function jsonPatch(
  object: AnyObject,
  ...operations: readonly [JsonPatchOperation, ...JsonPatchOperation[]]
): DraftRemedy {
  const patch = operations.map((one) => ({ ...one, path: one.path.map(pointerStep).join('') }));
  const [{ path }] = operations;
  const flags: KubectlCommand['flags'] = ['--type=json', ['-p', JSON.stringify(patch)]];
  const command = { verb: 'patch', names: resourceName(object), flags };
  return fix(field(object, ...path), { object, operations }, command, listed(operations.map(operationText)));
}

/** A step of a JSON pointer (RFC 6901). */
function pointerStep(step: string | number): string {
  return `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function operationText({ op, path, value }: JsonPatchOperation): string {
  const last = path.at(-1) ?? '';
  if (op === 'remove') return `remove ${last}`;
  return last === '-' || typeof last === 'number'
    ? `add ${inlineYaml(value)}`
    : `set ${last}: ${inlineYaml(value)}`;
}

export function removeLabel(object: AnyObject, key: string): DraftRemedy {
  return removeMetadata('label', object, ['metadata', 'labels', key]);
}

export function removeAnnotation(object: AnyObject, key: string): DraftRemedy {
  return removeMetadata('annotation', object, ['metadata', 'annotations', key]);
}

function removeMetadata(
  what: 'label' | 'annotation',
  object: AnyObject,
  path: readonly [string, string, key: string],
): DraftRemedy {
  const key = path[2];
  return fix(
    field(object, ...path),
    { object, operations: [{ op: 'remove', path }] },
    { verb: what === 'label' ? 'label' : 'annotate', names: [...resourceName(object), `${key}-`] },
    `remove the ${what} ${key}`,
  );
}

export function setLabel(object: AnyObject, key: string, value: string): DraftRemedy {
  const path = ['metadata', 'labels', key];
  return fix(
    field(object, 'metadata', 'labels'),
    { object, operations: [{ op: 'add', path, value }] },
    { verb: 'label', names: [...resourceName(object), `${key}=${value}`] },
    `set the label ${key}: ${inlineYaml(value)}`,
  );
}

/** @param objects of one namespace */
export function deleteObjects(first: AnyObject, ...others: readonly AnyObject[]): DraftRemedy {
  const objects = [first, ...others];
  const names = objects.map((object) => resourceName(object).join('/'));
  return {
    ...fix(
      field(first),
      { object: first, operations: null },
      { verb: 'delete', names },
      `remove ${listed(names)}`,
    ),
    changes: objects.map((object) => ({ object, operations: null })),
  };
}

function fix(at: Field, change: Change, command: KubectlCommand, text: string): DraftRemedy {
  return {
    kind: 'fix',
    at,
    command: kubectl(at.object.namespace, command),
    text,
    changes: [change],
  };
}

/** `kubectl edit`, where the value is not known. */
export function editManually(at: Field, text: string): DraftRemedy {
  return lookBeforeEdit(at, { verb: 'edit', names: resourceName(at.object) }, text);
}

/** The change that is to be considered, and the kubectl command that helps with it. */
export function lookBeforeEdit(at: Field, command: KubectlCommand, text: string): DraftRemedy {
  return { kind: 'next', at, command: kubectl(at.object.namespace, command), text };
}

/** The arguments of kubectl for an object: `service web`. */
export function resourceName(object: AnyObject): [resource: string, name: string] {
  return [kindOf(object).toLowerCase(), object.name];
}
