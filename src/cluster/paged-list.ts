/** Reads a list in pages, as client-go's pager does, and hands on each item as it arrives. */
import { isObject } from '../decode/decode-meta.ts';
import type { Connection } from '../model/connection.ts';
import { ConnectionError, StatusError } from '../model/errors.ts';
import { type ListMeta, type ListPage, type ListRequest, requestPage } from './list-page.ts';
import { listPath } from './resources.ts';

interface ListHandler {
  /** Called for each item; items of consecutive pages may interleave. */
  item(raw: object): void;
  /**
   * Called at the end of each page.
   * @param read the number of items so far
   * @param remaining the number of items left on the server; null if it does not say
   */
  page(read: number, remaining: number | null, date: string | null): void;
  /** Called after each page; true skips the remaining ones. */
  isDone?(): boolean;
}

/** More than the Pods of the largest supported cluster (150,000); this many empty objects take 1 GB. */
const MAX_ITEMS = 200_000;
/** In a row; an API server fills its pages. */
const MAX_EMPTY_PAGES = 100;

/**
 * Requests the next page as soon as its token is known, while the current page still arrives; at most one page ahead,
 * which bounds the memory.
 * @throws {UserError}
 */
export async function readPages(
  connection: Connection,
  list: ListRequest,
  handler: ListHandler,
): Promise<void> {
  const bounded = withLimits(handler, () =>
    endlessListError(connection, list, `more than ${MAX_ITEMS} items`),
  );
  const request = (token: string) => requestPage(connection, list, token, bounded.item);
  let read = 0;
  let lastToken = '';
  for (let page: ListPage | null = request(''); page; ) {
    const token: string = await page.token;
    if (token !== '' && token === lastToken)
      throw endlessListError(connection, list, 'a page continues with itself');
    lastToken = token;
    const next: ListPage | null = token === '' ? null : request(token);
    const { json, date } = await page.answer;
    const { metadata, items } = checkList(json, connection, list);
    for (const item of items) if (isObject(item)) page.addItem(item);
    const remaining = metadata?.remainingItemCount;
    read += page.items;
    bounded.page(read, next === null ? 0 : typeof remaining === 'number' ? remaining : null, date);
    page = bounded.isDone?.() ? null : next;
  }
}

/**
 * Go encodes an empty list as null.
 * @throws {ConnectionError} for anything but a list of the requested kind
 */
function checkList(
  json: unknown,
  connection: Connection,
  list: ListRequest,
): { metadata?: ListMeta | undefined; items: readonly unknown[] } {
  const { kind, metadata, items } = (json ?? {}) as {
    kind?: unknown;
    metadata?: ListMeta;
    items?: unknown;
  };
  const isOtherKind = typeof kind === 'string' && !['List', `${list.resource.kind}List`].includes(kind);
  if (isOtherKind || !(Array.isArray(items) || items === null))
    throw new ConnectionError(
      `${requestLine(connection, list)} did not return a list; is it a Kubernetes API server?`,
    );
  return { metadata, items: items ?? [] };
}

/** @param error made when the list exceeds MAX_ITEMS or MAX_EMPTY_PAGES */
function withLimits({ item, page, ...rest }: ListHandler, error: () => Error): ListHandler {
  let items = 0;
  let itemsBefore = 0;
  let emptyPages = 0;
  return {
    ...rest,
    item: (raw) => {
      items += 1;
      if (items > MAX_ITEMS) throw error();
      item(raw);
    },
    page: (read, remaining, date) => {
      emptyPages = read > itemsBefore ? 0 : emptyPages + 1;
      itemsBefore = read;
      if (emptyPages > MAX_EMPTY_PAGES) throw error();
      page(read, remaining, date);
    },
  };
}

function endlessListError(connection: Connection, list: ListRequest, reason: string): ConnectionError {
  return new ConnectionError(`${requestLine(connection, list)} returned an endless list: ${reason}`);
}

function requestLine({ server }: Connection, { resource, namespace }: ListRequest): string {
  return `GET ${server}${listPath(resource, namespace)}`;
}

/** The continue token has expired: the list must be read again from the start. */
export function isExpired(error: unknown): boolean {
  return error instanceof StatusError && error.code === 410;
}
