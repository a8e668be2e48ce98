import type { Answer, Connection } from '../model/connection.ts';
import { StatusError, UserError } from '../model/errors.ts';
import type { Kind, Objects, Ref } from '../model/objects.ts';
import type { ClusterSnapshot, Reading } from '../model/snapshot.ts';
import type { RawObject } from '../reduce/meta.ts';
import { reduce } from '../reduce/reduce.ts';
import { type Listable, listPath, objectPath, RESOURCES, type Resource } from './paths.ts';

const PAGE = 500;
const RESTARTS = 3;

export interface Selection {
  labelSelector?: string;
  fieldSelector?: string;
}

/**
 * Reads objects, cut down as they arrive, and keeps account of what was read and what was kept from us.
 * One Reader makes one snapshot.
 */
export class Reader {
  readonly connection: Connection;
  readonly #objects = new Map<Kind, Map<string, Objects[Kind]>>();
  readonly #readings: Reading[] = [];
  readonly #absent = new Map<string, Ref>();
  #time: string | null = null;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  all<K extends Kind>(kind: K): Objects[K][] {
    return [...(this.#objects.get(kind)?.values() ?? [])] as Objects[K][];
  }

  /** How far the kind was read: null if nobody asked. */
  outcome(kind: Kind, namespace: string | null): Reading['extent'] | null {
    return (
      this.#readings.findLast((reading) => reading.kind === kind && reading.namespace === namespace)
        ?.extent ?? null
    );
  }

  note(kind: Kind, namespace: string | null, extent: Reading['extent']): void {
    this.#readings.push({ kind, namespace, extent, reason: '' });
  }

  isAbsent(kind: Kind, namespace: string | null, name: string): boolean {
    return this.#absent.has(keyOf(kind, namespace ?? '', name));
  }

  /** One object; null if it does not exist. @throws {UserError} for everything else */
  async get<K extends Listable>(kind: K, namespace: string | null, name: string): Promise<Objects[K] | null> {
    const resource = RESOURCES[kind];
    try {
      const { json } = await this.#request(objectPath(resource, namespace, name));
      return this.#keep(kind, json as RawObject, namespace ?? '') as Objects[K] | null;
    } catch (error) {
      if (!(error instanceof StatusError) || !isAbout(error, name)) throw error;
      const ref = { kind, namespace: namespace ?? '', name };
      this.#absent.set(keyOf(kind, ref.namespace, name), ref);
      return null;
    }
  }

  /** All objects of a list, page by page. @throws {UserError} */
  async list<K extends Kind>(
    kind: K,
    resource: Resource,
    namespace: string | null,
    selection: Selection = {},
  ): Promise<void> {
    for (let restarts = 0; ; restarts++)
      try {
        return await this.#pages(kind, resource, namespace, selection);
      } catch (error) {
        // The continue token has expired: the list has to be read from its beginning.
        const expired = error instanceof StatusError && error.code === 410;
        if (!expired || restarts === RESTARTS) throw error;
      }
  }

  /** The groups of the API that the server has. @throws {UserError} */
  async apiGroups(): Promise<void> {
    const { json } = await this.#request('/apis');
    const { groups } = (json ?? {}) as { groups?: unknown };
    for (const group of Array.isArray(groups) ? groups : [])
      this.#keep('APIGroup', { apiVersion: 'v1', kind: 'APIGroup', metadata: { name: group?.name } }, '');
  }

  /** Reads what is judged beside the Service: if it is kept from us, that is noted, and no failure. */
  async attempt(
    kind: Kind,
    namespace: string | null,
    extent: Extent,
    read: () => Promise<unknown>,
  ): Promise<void> {
    const reason = await failureOf(read);
    if (reason === null) this.note(kind, namespace, extent);
    else this.#readings.push({ kind, namespace, extent: 'unread', reason });
  }

  /** Reads more of a kind that was read already: a failure leaves what is known as it is. */
  async supplement(
    kind: Kind,
    namespace: string | null,
    extent: Extent,
    read: () => Promise<unknown>,
  ): Promise<void> {
    if ((await failureOf(read)) === null) this.note(kind, namespace, extent);
  }

  /** What has been read so far. */
  snapshot(inScope: ReadonlySet<string>, namespaces: readonly string[]): ClusterSnapshot {
    const { context, server } = this.connection;
    return {
      source: { context, server },
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
        APIGroup: this.all('APIGroup'),
      },
      readings: [...this.#readings],
      absent: [...this.#absent.values()],
      inScope,
      namespaces,
    };
  }

  async #pages(
    kind: Kind,
    resource: Resource,
    namespace: string | null,
    selection: Selection,
  ): Promise<void> {
    const query = new URLSearchParams({ limit: String(PAGE), ...selection });
    for (;;) {
      const { json } = await this.#request(`${listPath(resource, namespace)}?${query}`);
      const { items, metadata } = (json ?? {}) as { items?: unknown; metadata?: { continue?: unknown } };
      // The items of a list do not repeat what they are.
      const { apiVersion, kind: itemKind } = resource;
      for (const item of Array.isArray(items) ? items : [])
        if (item !== null && typeof item === 'object')
          this.#keep(kind, { ...item, apiVersion, kind: itemKind }, '');
      if (typeof metadata?.continue !== 'string' || metadata.continue === '') return;
      query.set('continue', metadata.continue);
    }
  }

  #keep(kind: Kind, raw: RawObject, namespace: string): Objects[Kind] | null {
    const object = reduce(raw, namespace);
    if (object === null) return null;
    const kept = this.#objects.get(kind) ?? new Map<string, Objects[Kind]>();
    this.#objects.set(kind, kept.set(keyOf(object.kind, object.namespace, object.name), object));
    return object;
  }

  async #request(path: string): Promise<Answer> {
    const answer = await this.connection.request('GET', path);
    this.#time = answer.date ?? this.#time;
    return answer;
  }
}

type Extent = 'all' | 'selected';

/** What kept us from reading, in the server's words; null when nothing did. */
async function failureOf(read: () => Promise<unknown>): Promise<string | null> {
  try {
    await read();
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error instanceof StatusError ? error.serverMessage : error.line.replace(/^error: /, '');
  }
}

/** Not found is the object: a server without the whole API says 404 as well, and names nothing. */
function isAbout({ reason, details }: StatusError, name: string): boolean {
  return reason === 'NotFound' && (details as { name?: unknown } | undefined)?.name === name;
}

function keyOf(...parts: readonly string[]): string {
  return parts.join('\0');
}
