import { kindOf } from '../model/kinds.ts';
import type { Kind, Objects, Ref } from '../model/objects.ts';
import type { ClusterSnapshot, Reading, Source } from '../model/snapshot.ts';
import { refKey } from '../words/object-key.ts';

/** What has been read so far, and the account of what was read and what was kept from us. */
export class Gathered {
  readonly #source: Source;
  readonly #objects = new Map<Kind, Map<string, Objects[Kind]>>();
  readonly #readings: Reading[] = [];
  readonly #absent = new Map<string, Ref>();
  #time: string | null = null;

  constructor(source: Source) {
    this.#source = source;
  }

  all<K extends Kind>(kind: K): Objects[K][] {
    return [...(this.#objects.get(kind)?.values() ?? [])] as Objects[K][];
  }

  keep<K extends Kind>(kind: K, objects: Iterable<Objects[K]>): void {
    const kept = this.#objects.get(kind) ?? new Map<string, Objects[Kind]>();
    this.#objects.set(kind, kept);
    for (const object of objects) kept.set(refKey({ ...object, kind: kindOf(object) }), object);
  }

  /** How far the kind was read: null if nobody asked. */
  outcome(kind: Kind, namespace: string | null): Reading['extent'] | null {
    return (
      this.#readings.findLast((reading) => reading.kind === kind && reading.namespace === namespace)
        ?.extent ?? null
    );
  }

  /** @param reason why it is unread, else empty */
  note(kind: Kind, namespace: string | null, extent: Reading['extent'], reason = ''): void {
    this.#readings.push({ kind, namespace, extent, reason });
  }

  isAbsent(kind: Kind, namespace: string | null, name: string): boolean {
    return this.#absent.has(refKey({ kind, namespace: namespace ?? '', name }));
  }

  noteAbsent(ref: Ref): void {
    this.#absent.set(refKey(ref), ref);
  }

  /** The server's clock; null where an answer does not tell. */
  noteTime(time: string | null): void {
    this.#time = time ?? this.#time;
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
