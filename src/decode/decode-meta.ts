import type { V1ObjectMeta, V1ObjectReference, V1OwnerReference } from '@kubernetes/client-node';
import type { TargetRef } from '../model/objects/endpoints.ts';
import type { ManifestPlace, Meta, OwnerRef } from '../model/objects/meta.ts';
import type { Condition } from '../model/objects/pod.ts';
import { labels, list, type Raw, text, time } from './json/json-values.ts';

export interface RawObject {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: Raw<V1ObjectMeta>;
}

export function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param fallback the namespace of an object without metadata.namespace; null for a cluster-scoped kind */
export function decodeMeta(raw: RawObject, fallback: string | null, place: ManifestPlace | null): Meta {
  const { metadata } = raw;
  const owners = list(metadata?.ownerReferences);
  const controller = owners.find((owner) => owner.controller === true);
  return {
    namespace: fallback === null ? '' : text(metadata?.namespace) || fallback,
    name: text(metadata?.name) || text(metadata?.generateName),
    uid: text(metadata?.uid),
    labels: labels(metadata?.labels),
    created: time(metadata?.creationTimestamp),
    deleted: time(metadata?.deletionTimestamp),
    changed: findLastWrite(metadata) ?? time(metadata?.creationTimestamp),
    owners: owners.map(decodeOwnerRef),
    controllerRef: controller ? decodeOwnerRef(controller) : null,
    place,
  };
}

function decodeOwnerRef({ kind, name, uid }: NonNullable<Raw<V1OwnerReference>>): OwnerRef {
  return { kind: text(kind), name: text(name), uid: text(uid) };
}

function findLastWrite(metadata: Raw<V1ObjectMeta>): string | null {
  const times = list(metadata?.managedFields)
    .map((entry) => time(entry.time))
    .filter((at) => at !== null);
  return times.reduce<string | null>((last, at) => (last === null || at > last ? at : last), null);
}

export function decodeTargetRef(raw: Raw<V1ObjectReference>): TargetRef | null {
  if (!raw || typeof raw !== 'object') return null;
  return {
    kind: text(raw.kind),
    namespace: text(raw.namespace),
    name: text(raw.name),
    uid: text(raw.uid),
  };
}

interface RawCondition {
  readonly type?: unknown;
  readonly status?: unknown;
  readonly reason?: unknown;
  readonly message?: unknown;
  readonly lastTransitionTime?: unknown;
}

export function decodeConditions(
  raw: readonly (RawCondition | null | undefined)[] | null | undefined,
): readonly Condition[] {
  return list(raw).map((condition) => ({
    type: text(condition.type),
    status: text(condition.status),
    reason: text(condition.reason),
    message: text(condition.message),
    since: time(condition.lastTransitionTime),
  }));
}

export function findReadyCondition(all: readonly Condition[]): Condition | null {
  return all.find(({ type }) => type === 'Ready') ?? null;
}
