import { StatusError, type UserError } from '../../model/errors.ts';
import { kindOf } from '../../model/objects/classification.ts';
import type { Kind, Objects } from '../../model/objects/kinds.ts';
import type { Ref } from '../../model/objects/meta.ts';
import type { ClusterSnapshot, Reading, SnapshotOrigin } from '../../model/snapshot.ts';
import { refKey } from '../../text/object-key.ts';
import type { Batch } from '../batch.ts';

/** What has been read so far, and the account of what was read and what was kept from us. */
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

  /** How far the kind was read: null if nobody asked. What is unread stays so, whatever else of it was read. */
  outcome(kind: Kind, namespace: string | null): Reading['extent'] | null {
    const extents = this.#readings
      .filter((reading) => reading.kind === kind && reading.namespace === namespace)
      .map(({ extent }) => extent);
    return (['unread', 'all', 'selected'] as const).find((extent) => extents.includes(extent)) ?? null;
  }

  /** Why the kind is unread, where it is. */
  failure(kind: Kind, namespace: string | null): UserError | null {
    return this.#failures.get(readingKey(kind, namespace)) ?? null;
  }

  keep(kind: Kind, namespace: string | null, { objects, absent, extent }: Batch): void {
    const kept = this.#objects.get(kind) ?? new Map<string, Objects[Kind]>();
    this.#objects.set(kind, kept);
    for (const object of objects) kept.set(refKey({ ...object, kind: kindOf(object) }), object);
    for (const ref of absent) this.#absent.set(refKey(ref), ref);
    this.#readings.push({ kind, namespace, extent, reason: '' });
  }

  /** Half of a reading is none: what was read of the kind before goes. The Services in scope are there all the same. */
  noteUnread(kind: Kind, namespace: string | null, failure: UserError): void {
    if (kind !== 'Service') this.#forget(kind, namespace);
    this.#failures.set(readingKey(kind, namespace), this.failure(kind, namespace) ?? failure);
    this.#readings.push({ kind, namespace, extent: 'unread', reason: reasonOf(failure) });
  }

  #forget(kind: Kind, namespace: string | null): void {
    const isPart = (one: { namespace: string }) => namespace === null || one.namespace === namespace;
    const kept = this.#objects.get(kind) ?? new Map<string, Objects[Kind]>();
    for (const [key, object] of kept) if (isPart(object)) kept.delete(key);
    for (const [key, ref] of this.#absent) if (ref.kind === kind && isPart(ref)) this.#absent.delete(key);
  }

  isAbsent(kind: Kind, namespace: string | null, name: string): boolean {
    return this.#absent.has(refKey({ kind, namespace: namespace ?? '', name }));
  }

  /** The latest that the server's clock showed; null where an answer does not tell. */
  noteTime(time: string | null): void {
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
        CustomResource: [],
        Role: [],
        RoleBinding: [],
      },
      readings: [...this.#readings],
      absent: [...this.#absent.values()],
      inScope,
      namespaces,
    };
  }
}

const readingKey = (kind: Kind, namespace: string | null) => `${kind} ${namespace ?? ''}`;

/** In the server's words. */
function reasonOf(failure: UserError): string {
  return failure instanceof StatusError ? failure.serverMessage : failure.message;
}
