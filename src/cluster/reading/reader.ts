/** Reads objects from an API server into a snapshot, round by round. */
import { decode } from '../../decode/decode.ts';
import type { RawObject } from '../../decode/decode-meta.ts';
import type { Connection } from '../../model/connection.ts';
import { ConnectionError, StatusError, UserError } from '../../model/errors.ts';
import type { Kind, Objects } from '../../model/objects/kinds.ts';
import { byText } from '../../text/order.ts';
import type { Batch } from '../batch.ts';
import type { ListRequest, ListSelectors } from '../list-page.ts';
import { isExpired, readPages } from '../paged-list.ts';
import { type Listable, objectPath, RESOURCES, type Resource } from '../resources.ts';
import { SnapshotBuilder } from './snapshot-builder.ts';

/** Called after every page with the kind's plural and the number of objects read and left (null if unknown). */
type ReadProgress = (plural: string, read: number, remaining: number | null) => void;

export interface ReadOptions {
  /** Objects per page; 0 for whole lists. */
  chunkSize: number;
  progress: ReadProgress;
}

/** A read of one kind in one namespace. */
export interface ReadStep<K extends Kind = Kind> {
  kind: K;
  namespace: string | null;
  read(): Promise<Batch<K>>;
  /** A failure does not mark the kind as unread. */
  supplement?: boolean;
}

/** One Reader builds one snapshot. */
export class Reader extends SnapshotBuilder {
  readonly connection: Connection;
  readonly #options: ReadOptions;

  constructor(connection: Connection, options: ReadOptions) {
    super({ context: connection.context, server: connection.server });
    this.connection = connection;
    this.#options = options;
  }

  /**
   * Runs the steps concurrently and adds their results in the given order, so that the snapshot does not depend on the
   * order in which answers arrive.
   * @returns each step's failure, or null
   */
  async readRound(steps: readonly ReadStep[]): Promise<(UserError | null)[]> {
    const results = await Promise.all(steps.map(({ read }) => resultOf(read)));
    return results.map((result, index) => {
      const { kind, namespace, supplement = false } = steps[index] as ReadStep;
      if (!(result instanceof UserError)) this.addBatch(kind, namespace, result);
      else if (!supplement) this.markUnread(kind, namespace, result);
      return result instanceof UserError ? result : null;
    });
  }

  /** A step that reads a list. */
  listStep<K extends Listable>(
    kind: K,
    namespace: string | null,
    selectors: ListSelectors = {},
  ): ReadStep<K> {
    return { kind, namespace, read: () => this.list<K>(RESOURCES[kind], namespace, selectors) };
  }

  /** Reads one object, or notes that it is absent. @throws {UserError} for any other failure */
  async get<K extends Listable>(kind: K, namespace: string | null, name: string): Promise<Batch<K>> {
    try {
      const json = await this.#request(objectPath(RESOURCES[kind], namespace, name));
      const object = decode((json ?? {}) as RawObject, namespace ?? '') as Objects[K] | null;
      // Another object would pass for the absence of this one.
      if (object?.kind !== kind || object.name !== name)
        throw this.#unexpectedAnswer(kind, objectPath(RESOURCES[kind], namespace, name));
      return { objects: [object], absent: [], extent: 'selected' };
    } catch (error) {
      if (!(error instanceof StatusError) || !isNotFound(error, name)) throw error;
      const absent = [{ kind, namespace: namespace ?? '', name }];
      return { objects: [], absent, extent: 'selected' };
    }
  }

  /** Reads a list. @throws {UserError} */
  async list<K extends Kind>(
    resource: Resource,
    namespace: string | null,
    selectors: ListSelectors = {},
  ): Promise<Batch<K>> {
    const read = (chunkSize: number) => this.#pages<K>({ resource, namespace, selectors, chunkSize });
    const { chunkSize } = this.#options;
    // A list that expires twice changes faster than it can be read in pages.
    for (const size of [chunkSize, chunkSize])
      try {
        return await read(size);
      } catch (error) {
        if (!isExpired(error)) throw error;
      }
    return read(0);
  }

  /** Reads the API groups that the server has. @throws {UserError} */
  async apiGroups(): Promise<Batch<'APIGroup'>> {
    const { groups } = ((await this.#request('/apis')) ?? {}) as { groups?: unknown };
    if (!Array.isArray(groups)) throw this.#unexpectedAnswer('APIGroupList', '/apis');
    const objects = groups.map((group) => {
      const raw = { apiVersion: 'v1', kind: 'APIGroup', metadata: { name: group?.name } };
      return decode(raw, '') as Objects['APIGroup'];
    });
    return { objects, absent: [], extent: 'all' };
  }

  async #pages<K extends Kind>(list: ListRequest): Promise<Batch<K>> {
    const { plural, apiVersion, kind } = list.resource;
    const objects: Objects[K][] = [];
    await readPages(this.connection, list, {
      // List items have no apiVersion and kind.
      item: (raw) => objects.push(decode({ ...raw, apiVersion, kind }, '') as Objects[K]),
      page: (read, remaining, date) => {
        this.recordTime(date);
        this.#options.progress(plural, read, remaining);
      },
    });
    // Items of consecutive pages may interleave.
    objects.sort((a, b) => byText(a.namespace, b.namespace) || byText(a.name, b.name));
    const isUnfiltered = Object.keys(list.selectors).length === 0;
    return { objects, absent: [], extent: isUnfiltered ? 'all' : 'selected' };
  }

  #unexpectedAnswer(kind: Kind | 'APIGroupList', path: string): ConnectionError {
    const requestLine = `GET ${this.connection.server}${path}`;
    return new ConnectionError(`${requestLine} did not return kind ${kind}; is it a Kubernetes API server?`);
  }

  async #request(path: string): Promise<unknown> {
    const { json, date } = await this.connection.request('GET', path);
    this.recordTime(date);
    return json;
  }
}

async function resultOf(read: () => Promise<Batch>): Promise<Batch | UserError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** The object does not exist. A server without the API group answers 404 too, without a name. */
function isNotFound({ reason, details }: StatusError, name: string): boolean {
  return reason === 'NotFound' && (details as { name?: unknown } | undefined)?.name === name;
}
