import type { Answer, Connection } from '../model/connection.ts';
import { ConnectionError, StatusError } from '../model/errors.ts';
import { ListReader } from './list-reader.ts';
import { listPath, type Resource } from './resources.ts';

export interface Selection {
  labelSelector?: string;
  fieldSelector?: string;
}

export interface List {
  resource: Resource;
  /** Null for all namespaces, or for a kind that has none. */
  namespace: string | null;
  selection: Selection;
  /** Objects a page; 0: all at once. */
  chunkSize: number;
}

export interface Listener {
  /** The items of several pages may come mixed. */
  item(raw: object): void;
  /**
   * A page has ended.
   * @param read how many items this page and those before it had
   * @param remaining how many the server still has; null where it does not say
   */
  page(read: number, remaining: number | null, date: string | null): void;
  /** Asked after each page: whether the others need not be read. */
  enough?(): boolean;
}

/** More than the Pods of the largest cluster that Kubernetes is made for; of empty objects they are 1 GB. */
const MAX_ITEMS = 200_000;
/** In a row: an API server fills its pages. */
const MAX_EMPTY_PAGES = 100;

interface ListMeta {
  continue?: unknown;
  remainingItemCount?: unknown;
}

/**
 * Reads a list page by page, each item handed on as it arrives. The next page is asked for as soon as its token is
 * known, which is while the last one is still on its way; never more than one ahead, so that what waits is bounded.
 * @throws {UserError}
 */
export async function readPages(connection: Connection, list: List, listener: Listener): Promise<void> {
  const to = bounded(listener, () => endless(connection, list, `it has more than ${MAX_ITEMS} items`));
  let read = 0;
  let last = '';
  for (let page: Page | null = ask(connection, list, '', to); page; ) {
    const token: string = await page.token;
    if (token !== '' && token === last) throw endless(connection, list, 'one page leads to itself');
    last = token;
    const next: Page | null = token === '' ? null : ask(connection, list, token, to);
    const { json, date } = await page.answer;
    const { kind, metadata, items } = (json ?? {}) as {
      kind?: unknown;
      metadata?: ListMeta;
      items?: unknown;
    };
    // An empty list may be null; what has no items is something else, and says nothing of what there is.
    const another = typeof kind === 'string' && !['List', `${list.resource.kind}List`].includes(kind);
    if (another || !(Array.isArray(items) || items === null)) throw noList(connection, list);
    for (const item of items ?? []) if (isObject(item)) page.take(item);
    const left = metadata?.remainingItemCount;
    read += page.items;
    to.page(read, next === null ? 0 : typeof left === 'number' ? left : null, date);
    page = to.enough?.() ? null : next;
  }
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** @param fault for a list that goes on for ever */
function bounded({ item, page, ...rest }: Listener, fault: () => Error): Listener {
  let items = 0;
  let known = 0;
  let empty = 0;
  return {
    ...rest,
    item: (raw) => {
      items += 1;
      if (items > MAX_ITEMS) throw fault();
      item(raw);
    },
    page: (read, remaining, date) => {
      empty = read > known ? 0 : empty + 1;
      known = read;
      if (empty > MAX_EMPTY_PAGES) throw fault();
      page(read, remaining, date);
    },
  };
}

function endless({ server }: Connection, { resource, namespace }: List, why: string): ConnectionError {
  const asked = `GET ${server}${listPath(resource, namespace)}`;
  return new ConnectionError(`the answer to ${asked} does not end: ${why}`);
}

function noList({ server }: Connection, { resource, namespace }: List): ConnectionError {
  const asked = `GET ${server}${listPath(resource, namespace)}`;
  return new ConnectionError(`the answer to ${asked} is no list; is it a Kubernetes API server?`);
}

/** The continue token has expired: the list has to be read from its beginning. */
export function isExpired(error: unknown): boolean {
  return error instanceof StatusError && error.code === 410;
}

interface Page {
  /** How many it has had so far. */
  items: number;
  take(raw: object): void;
  answer: Promise<Answer>;
  /** That of the next page; empty for the last. */
  token: Promise<string>;
}

function ask(connection: Connection, list: List, token: string, { item }: Listener): Page {
  const next = Promise.withResolvers<string>();
  const begun = (head: string) => {
    const known = tokenIn(head);
    if (known !== null) next.resolve(known);
  };
  const page = {
    items: 0,
    take(raw: object) {
      page.items += 1;
      item(raw);
    },
  };
  const answer = connection.request('GET', pathOf(list, token), {
    reader: (limit) => new ListReader({ itemsStart: begun, item: page.take }, limit),
  });
  answer.then(({ json }) => next.resolve(tokenOf(json)), next.reject);
  // Where reading ends with an error, nobody looks at the page asked for ahead.
  next.promise.catch(() => {});
  return Object.assign(page, { answer, token: next.promise });
}

function pathOf({ resource, namespace, selection, chunkSize }: List, token: string): string {
  const query = new URLSearchParams({
    ...(chunkSize > 0 && { limit: String(chunkSize) }),
    ...selection,
    ...(token !== '' && { continue: token }),
  });
  const path = listPath(resource, namespace);
  return query.size === 0 ? path : `${path}?${query}`;
}

/** An API server writes a list's metadata before its items; null where it does not. */
function tokenIn(head: string): string | null {
  try {
    const begun = JSON.parse(`${head}]}`);
    return begun.metadata === undefined ? null : tokenOf(begun);
  } catch {
    return null;
  }
}

function tokenOf(json: unknown): string {
  const { metadata } = (json ?? {}) as { metadata?: ListMeta };
  return typeof metadata?.continue === 'string' ? metadata.continue : '';
}
