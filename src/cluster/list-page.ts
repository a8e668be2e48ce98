/** Requests one page of a list and reads its items as they arrive. */

import type { JsonHandler } from '../decode/json/json-parts.ts';
import { JsonSplitter } from '../decode/json/json-splitter.ts';
import type { Answer, BodyReader, Connection } from '../model/connection.ts';
import { listPath, type Resource } from './resources.ts';

export interface ListSelectors {
  labelSelector?: string;
  fieldSelector?: string;
}

export interface ListRequest {
  resource: Resource;
  /** Null for all namespaces, or for a cluster-scoped kind. */
  namespace: string | null;
  selectors: ListSelectors;
  /** Objects per page; 0 for the whole list. */
  chunkSize: number;
}

export interface ListMeta {
  continue?: unknown;
  remainingItemCount?: unknown;
}

export interface ListPage {
  /** The number of items so far. */
  items: number;
  addItem(raw: object): void;
  answer: Promise<Answer>;
  /** The next page's continue token; empty for the last page. */
  token: Promise<string>;
}

/** @param token the page's continue token; empty for the first page */
export function requestPage(
  connection: Connection,
  list: ListRequest,
  token: string,
  onItem: (raw: object) => void,
): ListPage {
  const next = Promise.withResolvers<string>();
  const itemsStart = (head: string) => {
    const known = tokenInHead(head);
    if (known !== null) next.resolve(known);
  };
  const page = {
    items: 0,
    addItem(raw: object) {
      page.items += 1;
      onItem(raw);
    },
  };
  const answer = connection.request('GET', pathOf(list, token), {
    reader: (limit) => new ListReader({ itemsStart, item: page.addItem }, limit),
  });
  answer.then(({ json }) => next.resolve(tokenOf(json)), next.reject);
  // After an error, the page requested ahead is not awaited: its rejection must not be unhandled.
  next.promise.catch(() => {});
  return Object.assign(page, { answer, token: next.promise });
}

function pathOf({ resource, namespace, selectors, chunkSize }: ListRequest, token: string): string {
  const query = new URLSearchParams({
    ...(chunkSize > 0 && { limit: String(chunkSize) }),
    ...selectors,
    ...(token !== '' && { continue: token }),
  });
  const path = listPath(resource, namespace);
  return query.size === 0 ? path : `${path}?${query}`;
}

/** @returns null if the metadata does not precede the items; an API server writes it first */
function tokenInHead(head: string): string | null {
  try {
    const list = JSON.parse(`${head}]}`);
    return list.metadata === undefined ? null : tokenOf(list);
  } catch {
    return null;
  }
}

function tokenOf(json: unknown): string {
  const { metadata } = (json ?? {}) as { metadata?: ListMeta };
  return typeof metadata?.continue === 'string' ? metadata.continue : '';
}

/** Passes on the items of a list as they arrive, and returns the rest of it. */
class ListReader implements BodyReader {
  readonly #splitter: JsonSplitter;
  readonly #documents: unknown[] = [];

  /** @param limit bytes of an item, or of the rest */
  constructor(parts: Required<Pick<JsonHandler, 'itemsStart' | 'item'>>, limit: number) {
    const document = (value: unknown) => {
      if (this.#documents.push(value) > 1) throw new SyntaxError('more than one document');
    };
    this.#splitter = new JsonSplitter({ ...parts, document }, limit);
  }

  write(chunk: Buffer): void {
    this.#splitter.write(chunk);
  }

  end(): unknown {
    this.#splitter.end();
    return this.#documents[0] ?? null;
  }
}
