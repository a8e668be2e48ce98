import { decode } from '../../decode/decode.ts';
import type { RawObject } from '../../decode/decode-meta.ts';
import type { Connection } from '../../model/connection.ts';
import { ConnectionError, StatusError, UserError } from '../../model/errors.ts';
import type { Kind, Objects } from '../../model/objects/kinds.ts';
import { byText } from '../../text/order.ts';
import type { Batch } from '../batch.ts';
import { isExpired, type List, readPages, type Selection } from '../paged-list.ts';
import { type Listable, objectPath, RESOURCES, type Resource } from '../resources.ts';
import { SnapshotBuilder } from './snapshot-builder.ts';

/** Told of every page: what is read, how many objects so far, how many are left (null: unknown). */
type ReadProgress = (plural: string, read: number, remaining: number | null) => void;

export interface ReadOptions {
  /** Objects a page; 0: whole lists. */
  chunkSize: number;
  progress: ReadProgress;
}

/** What a round asks for. */
export interface ReadStep<K extends Kind = Kind> {
  kind: K;
  namespace: string | null;
  read(): Promise<Batch<K>>;
  /** A failure leaves what is known of the kind as it is; else the kind is unread then. */
  supplement?: boolean;
}

/** Reads objects, cut down page by page as they arrive. One Reader makes one snapshot. */
export class Reader extends SnapshotBuilder {
  readonly connection: Connection;
  readonly #options: ReadOptions;

  constructor(connection: Connection, options: ReadOptions) {
    super({ context: connection.context, server: connection.server });
    this.connection = connection;
    this.#options = options;
  }

  /**
   * Asks for all of them together and waits for all. What came is kept in this order, so that the order in which
   * answers arrive leaves no trace.
   * @returns for each of them why it failed, or null
   */
  async round(asks: readonly ReadStep[]): Promise<(UserError | null)[]> {
    const answers = await Promise.all(asks.map(({ read }) => outcomeOf(read)));
    return answers.map((answer, index) => {
      const { kind, namespace, supplement = false } = asks[index] as ReadStep;
      if (!(answer instanceof UserError)) this.keep(kind, namespace, answer);
      else if (!supplement) this.noteUnread(kind, namespace, answer);
      return answer instanceof UserError ? answer : null;
    });
  }

  /** To ask for the objects of a list. */
  listing<K extends Listable>(kind: K, namespace: string | null, selection: Selection = {}): ReadStep<K> {
    return { kind, namespace, read: () => this.list<K>(RESOURCES[kind], namespace, selection) };
  }

  /** One object, or that it does not exist. @throws {UserError} for everything else */
  async get<K extends Listable>(kind: K, namespace: string | null, name: string): Promise<Batch<K>> {
    try {
      const json = await this.#request(objectPath(RESOURCES[kind], namespace, name));
      const object = decode((json ?? {}) as RawObject, namespace ?? '') as Objects[K] | null;
      if (object?.kind !== kind) throw this.#noObject(kind, objectPath(RESOURCES[kind], namespace, name));
      return { objects: [object], absent: [], extent: 'selected' };
    } catch (error) {
      if (!(error instanceof StatusError) || !isAbout(error, name)) throw error;
      const absent = [{ kind, namespace: namespace ?? '', name }];
      return { objects: [], absent, extent: 'selected' };
    }
  }

  /** The objects of a list, which are of one kind. @throws {UserError} */
  async list<K extends Kind>(
    resource: Resource,
    namespace: string | null,
    selection: Selection = {},
  ): Promise<Batch<K>> {
    const read = (chunkSize: number) => this.#pages<K>({ resource, namespace, selection, chunkSize });
    const { chunkSize } = this.#options;
    // A list that expires twice is one that changes faster than it is read in pages.
    for (const size of [chunkSize, chunkSize])
      try {
        return await read(size);
      } catch (error) {
        if (!isExpired(error)) throw error;
      }
    return read(0);
  }

  /** The groups of the API that the server has. @throws {UserError} */
  async apiGroups(): Promise<Batch<'APIGroup'>> {
    const { groups } = ((await this.#request('/apis')) ?? {}) as { groups?: unknown };
    if (!Array.isArray(groups)) throw this.#noObject('APIGroupList', '/apis');
    const objects = groups.map((group) => {
      const raw = { apiVersion: 'v1', kind: 'APIGroup', metadata: { name: group?.name } };
      return decode(raw, '') as Objects['APIGroup'];
    });
    return { objects, absent: [], extent: 'all' };
  }

  async #pages<K extends Kind>(listing: List): Promise<Batch<K>> {
    const { plural, apiVersion, kind } = listing.resource;
    const objects: Objects[K][] = [];
    await readPages(this.connection, listing, {
      // The items of a list do not repeat what they are.
      item: (raw) => objects.push(decode({ ...raw, apiVersion, kind }, '') as Objects[K]),
      page: (read, remaining, date) => {
        this.noteTime(date);
        this.#options.progress(plural, read, remaining);
      },
    });
    // The items of several pages may come mixed.
    objects.sort((a, b) => byText(a.namespace, b.namespace) || byText(a.name, b.name));
    const whole = Object.keys(listing.selection).length === 0;
    return { objects, absent: [], extent: whole ? 'all' : 'selected' };
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

async function outcomeOf(read: () => Promise<Batch>): Promise<Batch | UserError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** Not found is the object: a server without the whole API says 404 as well, and names nothing. */
function isAbout({ reason, details }: StatusError, name: string): boolean {
  return reason === 'NotFound' && (details as { name?: unknown } | undefined)?.name === name;
}
