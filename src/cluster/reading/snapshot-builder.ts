/** Collects the objects that were read, and how far each kind was read. */
import { StatusError, type UserError } from '../../model/errors.ts';
import { kindOf } from '../../model/objects/classification.ts';
import type { Kind, Objects } from '../../model/objects/kinds.ts';
import type { Ref } from '../../model/objects/meta.ts';
import type { ClusterSnapshot, Reading, SnapshotOrigin } from '../../model/snapshot.ts';
import { refKey } from '../../text/object-key.ts';
import type { Batch } from '../batch.ts';

export class SnapshotBuilder {
  readonly #source: SnapshotOrigin;
  readonly #objects = new Map<Kind, Map<string, Objects[Kind]>>();
  readonly #readings: Reading[] = [];
  readonly #failures = new Map<string, UserError>();
  readonly #absent = new Map<string, Ref>();
  #time: string | null = null;

  constructor(source: SnapshotOrigin) {
    this.#source = source;
  }

  all<K extends Kind>(kind: K): Objects[K][] {
    return [...(this.#objects.get(kind)?.values() ?? [])] as Objects[K][];
  }

  /** How far the kind was read; null if it was not requested. A kind that was unread once stays unread. */
  extentOf(kind: Kind, namespace: string | null): Reading['extent'] | null {
    const extents = this.#readings
      .filter((reading) => reading.kind === kind && reading.namespace === namespace)
      .map(({ extent }) => extent);
    return (['unread', 'all', 'selected'] as const).find((extent) => extents.includes(extent)) ?? null;
  }

  /** Why the kind is unread; null if it is not. */
  failureOf(kind: Kind, namespace: string | null): UserError | null {
    return this.#failures.get(readingKey(kind, namespace)) ?? null;
  }

  addBatch(kind: Kind, namespace: string | null, { objects, absent, extent }: Batch): void {
    const objectsOfKind = this.#objects.get(kind) ?? new Map<string, Objects[Kind]>();
    this.#objects.set(kind, objectsOfKind);
    for (const object of objects) objectsOfKind.set(refKey({ ...object, kind: kindOf(object) }), object);
    for (const ref of absent) this.#absent.set(refKey(ref), ref);
    this.#readings.push({ kind, namespace, extent, reason: '' });
  }

  /** Removes the kind's objects, as a partial reading counts as none; Services in scope stay. */
  markUnread(kind: Kind, namespace: string | null, failure: UserError): void {
    if (kind !== 'Service') this.#remove(kind, namespace);
    this.#failures.set(readingKey(kind, namespace), this.failureOf(kind, namespace) ?? failure);
    this.#readings.push({ kind, namespace, extent: 'unread', reason: reasonOf(failure) });
  }

  #remove(kind: Kind, namespace: string | null): void {
    const isAffected = (one: { namespace: string }) => namespace === null || one.namespace === namespace;
    const objectsOfKind = this.#objects.get(kind) ?? new Map<string, Objects[Kind]>();
    for (const [key, object] of objectsOfKind) if (isAffected(object)) objectsOfKind.delete(key);
    for (const [key, ref] of this.#absent) if (ref.kind === kind && isAffected(ref)) this.#absent.delete(key);
  }

  isAbsent(kind: Kind, namespace: string | null, name: string): boolean {
    return this.#absent.has(refKey({ kind, namespace: namespace ?? '', name }));
  }

  /** Records the server's clock; the latest time wins. */
  recordTime(time: string | null): void {
    if (time !== null && (this.#time === null || time > this.#time)) this.#time = time;
  }

  snapshot(inScope: ReadonlySet<string>, namespaces: readonly string[]): ClusterSnapshot {
    return {
      source: this.#source,
      live: true,
      time: this.#time,
      objects: {
        Service: this.all('Service'),
        Endpoints: this.all('Endpoints'),
        EndpointSlice: this.all('EndpointSlice'),
        Pod: this.all('Pod'),
        Node: this.all('Node'),
        Workload: this.all('Workload'),
        Event: this.all('Event'),
        NetworkPolicy: this.all('NetworkPolicy'),
        Ingress: this.all('Ingress'),
        IngressClass: this.all('IngressClass'),
        APIGroup: this.all('APIGroup'),
        Namespace: this.all('Namespace'),
        CustomResource: [],
        Role: [],
        RoleBinding: [],
      },
      readings: [...this.#readings],
      absent: [...this.#absent.values()],
      inScope,
      namespaces,
      manifests: null,
    };
  }
}

const readingKey = (kind: Kind, namespace: string | null) => `${kind} ${namespace ?? ''}`;

/** The server's message, if it sent one. */
function reasonOf(failure: UserError): string {
  return failure instanceof StatusError ? failure.serverMessage : failure.message;
}
