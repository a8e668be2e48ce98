/** Changes of objects that remedies make: kubectl sends them, and a trial applies them to the snapshot. */
import {
  fieldsOfEndpointsLabels,
  fieldsOfServiceLabels,
  fieldsOfSliceLabels,
  kindOf,
} from '../../../model/objects/classification.ts';
import type { AnyObject } from '../../../model/objects/kinds.ts';
import type { FieldPath } from '../../../model/objects/meta.ts';
import type { Ingress, IngressBackend } from '../../../model/objects/networking.ts';
import type { Service } from '../../../model/objects/service.ts';
import type { ChangeableObject, ObjectChange } from '../../../model/view/service-view.ts';
import { ANNOTATION } from '../../../model/well-known.ts';

/** An operation of RFC 6902. */
export interface JsonPatchOperation {
  op: 'add' | 'replace' | 'remove';
  path: FieldPath;
  value?: unknown;
}

/** A change of one object. */
export interface Change {
  object: AnyObject;
  /** Paths are those of the API. Null: the object is deleted. */
  operations: readonly JsonPatchOperation[] | null;
}

/** The fields of a Service's spec that the join reads and that a patch may change. */
const SERVICE_FIELDS: readonly unknown[] = [
  'selector',
  'ports',
  'ipFamilies',
  'ipFamilyPolicy',
  'internalTrafficPolicy',
  'externalTrafficPolicy',
  'publishNotReadyAddresses',
];

/** Equal changes have equal keys. */
export function changesKey(changes: readonly Change[]): string {
  return JSON.stringify(
    changes.map(({ object, operations }) => [kindOf(object), object.namespace, object.name, operations]),
  );
}

/** Applies the changes to copies of the objects. @returns null if the model lacks a field that changes */
export function applyChanges(changes: readonly Change[]): ObjectChange[] | null {
  const applied = changes.map(({ object, operations }): ObjectChange | null => {
    if (!isChangeable(object)) return null;
    if (operations === null) return { before: object, after: null };
    const after = operations.reduce<ChangeableObject | null>(
      (changed, operation) => changed && applyOperation(changed, operation),
      object,
    );
    return after && { before: object, after: withDerivedFields(after) };
  });
  return applied.every((change) => change !== null) ? applied : null;
}

function isChangeable(object: AnyObject): object is ChangeableObject {
  return ['Service', 'Endpoints', 'EndpointSlice', 'Ingress'].includes(kindOf(object));
}

function applyOperation<T extends ChangeableObject>(object: T, operation: JsonPatchOperation): T | null {
  if (object.kind === 'Ingress') return withBackendPort(object, operation) as T | null;
  const path = modelPath(object, operation.path);
  return path && (edit(object, path, operation) as T);
}

/** Replaces the port of one backend, by its number, its name, or as a whole. */
function withBackendPort(ingress: Ingress, { path, value }: JsonPatchOperation): Ingress | null {
  const port =
    typeof value === 'object' && value !== null && 'number' in value ? Number(value.number) : value;
  if (typeof port !== 'number' && typeof port !== 'string') return null;
  const isAt = (at: FieldPath) => [...at, 'port'].every((step, i) => step === path[i]);
  if (!ingress.backends.some((backend) => isAt(backend.path))) return null;
  const change = (backend: IngressBackend) => (isAt(backend.path) ? { ...backend, port } : backend);
  return {
    ...ingress,
    backends: ingress.backends.map(change),
    paths: ingress.paths.map((one) => ({ ...one, backend: one.backend && change(one.backend) })),
  };
}

/** The path of an API field in the model; null: the model does not have it. */
function modelPath({ kind }: Exclude<ChangeableObject, Ingress>, path: FieldPath): FieldPath | null {
  const [first, second, third] = path;
  if (first === 'metadata' && second === 'labels') return path.slice(1);
  if (kind === 'Service') return first === 'spec' && SERVICE_FIELDS.includes(second) ? path.slice(1) : null;
  if (kind === 'EndpointSlice') return first === 'ports' ? path : null;
  if (first === 'metadata' && second === 'annotations' && third === ANNOTATION.leader)
    return ['leaderElection'];
  return first === 'subsets' ? path : null;
}

/** Copies what lies on the path. */
function edit(value: unknown, [step = '', ...rest]: FieldPath, operation: JsonPatchOperation): unknown {
  if (!Array.isArray(value)) {
    const { [step]: inner, ...others } = (value ?? {}) as Record<string, unknown>;
    if (rest.length > 0) return { ...others, [step]: edit(inner, rest, operation) };
    return operation.op === 'remove' ? others : { ...others, [step]: operation.value };
  }
  const index = step === '-' ? value.length : Number(step);
  if (rest.length > 0) return value.with(index, edit(value[index], rest, operation));
  const kept = operation.op === 'add' ? 0 : 1;
  return value.toSpliced(index, kept, ...(operation.op === 'remove' ? [] : [operation.value]));
}

/** The fields that follow from others, as decode/ fills them in. */
function withDerivedFields(object: ChangeableObject): ChangeableObject {
  if (object.kind === 'Ingress') return object;
  const labels = object.labels ?? {};
  if (object.kind === 'EndpointSlice') return { ...object, labels, ...fieldsOfSliceLabels(labels) };
  if (object.kind === 'Endpoints')
    return {
      ...object,
      labels,
      leaderElection: object.leaderElection === true,
      ...fieldsOfEndpointsLabels(labels),
    };
  const { selector } = object;
  const isEmpty = !selector || Object.keys(selector).length === 0;
  return {
    ...object,
    labels,
    ...fieldsOfServiceLabels(labels),
    ...families(object),
    selector: isEmpty ? null : selector,
  };
}

/** With the policy SingleStack the API server takes the second cluster IP away. */
function families({ ipFamilyPolicy, ipFamilies, clusterIPs }: Service) {
  return ipFamilyPolicy === 'SingleStack'
    ? { ipFamilies: ipFamilies.slice(0, 1), clusterIPs: clusterIPs.slice(0, 1) }
    : {};
}
