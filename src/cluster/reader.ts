import type { Connection } from '../model/connection.ts';
import { ConnectionError, StatusError, UserError } from '../model/errors.ts';
import type { Kind, Objects } from '../model/objects.ts';
import type { RawObject } from '../reduce/meta.ts';
import { reduce } from '../reduce/reduce.ts';
import { Gathered } from './gathered.ts';
import { isExpired, type List, readPages, type Selection } from './list.ts';
import { type Listable, objectPath, RESOURCES, type Resource } from './paths.ts';

/** Told of every page: what is read, how many objects so far, how many are left (null: unknown). */
type ReadProgress = (plural: string, read: number, remaining: number | null) => void;

export interface ReadOptions {
  /** Objects a page; 0: whole lists. */
  chunkSize: number;
  progress: ReadProgress;
}

type Extent = 'all' | 'selected';

/** Reads objects, cut down page by page as they arrive. One Reader makes one snapshot. */
export class Reader extends Gathered {
  readonly connection: Connection;
  readonly #options: ReadOptions;

  constructor(connection: Connection, options: ReadOptions) {
    super({ context: connection.context, server: connection.server });
    this.connection = connection;
    this.#options = options;
  }

  /** One object; null if it does not exist. @throws {UserError} for everything else */
  async get<K extends Listable>(kind: K, namespace: string | null, name: string): Promise<Objects[K] | null> {
    try {
      const json = await this.#request(objectPath(RESOURCES[kind], namespace, name));
      const object = reduce((json ?? {}) as RawObject, namespace ?? '') as Objects[K] | null;
      if (object?.kind !== kind) throw this.#noObject(kind, objectPath(RESOURCES[kind], namespace, name));
      this.keep(kind, [object]);
      return object;
    } catch (error) {
      if (!(error instanceof StatusError) || !isAbout(error, name)) throw error;
      this.noteAbsent({ kind, namespace: namespace ?? '', name });
      return null;
    }
  }

  /** All objects of a list, or none of them. @throws {UserError} */
  async list<K extends Kind>(
    kind: K,
    resource: Resource,
    namespace: string | null,
    selection: Selection = {},
  ): Promise<void> {
    const read = async (chunkSize: number) =>
      this.keep(kind, await this.#pages<K>({ resource, namespace, selection, chunkSize }));
    const { chunkSize } = this.#options;
    // A list that expires twice is one that changes faster than it is read in pages.
    for (const size of [chunkSize, chunkSize])
      try {
        return await read(size);
      } catch (error) {
        if (!isExpired(error)) throw error;
      }
    await read(0);
  }

  /** The groups of the API that the server has. @throws {UserError} */
  async apiGroups(): Promise<void> {
    const { groups } = ((await this.#request('/apis')) ?? {}) as { groups?: unknown };
    if (!Array.isArray(groups)) throw this.#noObject('APIGroupList', '/apis');
    for (const group of groups) {
      const raw = { apiVersion: 'v1', kind: 'APIGroup', metadata: { name: group?.name } };
      this.keep('APIGroup', [reduce(raw, '') as Objects['APIGroup']]);
    }
  }

  /** Reads what is judged beside the Service: if it is kept from us, that is noted, and no failure. */
  async attempt(
    kind: Kind,
    namespace: string | null,
    extent: Extent,
    read: () => Promise<unknown>,
  ): Promise<void> {
    const reason = await failureOf(read);
    this.note(kind, namespace, reason === null ? extent : 'unread', reason ?? '');
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

  async #pages<K extends Kind>(listing: List): Promise<Objects[K][]> {
    const { plural, apiVersion, kind } = listing.resource;
    const objects: Objects[K][] = [];
    await readPages(this.connection, listing, {
      // The items of a list do not repeat what they are.
      item: (raw) => objects.push(reduce({ ...raw, apiVersion, kind }, '') as Objects[K]),
      page: (read, remaining, date) => {
        this.noteTime(date);
        this.#options.progress(plural, read, remaining);
      },
    });
    return objects;
  }

  #noObject(kind: Kind | 'APIGroupList', path: string): ConnectionError {
    const asked = `GET ${this.connection.server}${path}`;
    return new ConnectionError(`the answer to ${asked} is no ${kind}; is it a Kubernetes API server?`);
  }

  async #request(path: string): Promise<unknown> {
    const { json, date } = await this.connection.request('GET', path);
    this.noteTime(date);
    return json;
  }
}

/** What kept us from reading, in the server's words; null when nothing did. */
async function failureOf(read: () => Promise<unknown>): Promise<string | null> {
  try {
    await read();
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error instanceof StatusError ? error.serverMessage : error.message;
  }
}

/** Not found is the object: a server without the whole API says 404 as well, and names nothing. */
function isAbout({ reason, details }: StatusError, name: string): boolean {
  return reason === 'NotFound' && (details as { name?: unknown } | undefined)?.name === name;
}
