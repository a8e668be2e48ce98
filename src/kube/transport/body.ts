/** From the bytes of a reply to JSON. */

import { JsonSplitter } from '../../decode/json/json-splitter.ts';
import type { ItemSink } from '../../model/connection.ts';
import { ConnectionError } from '../../model/errors.ts';
import type { Receiver, Reply, ReplyHead } from './exchange.ts';
import { MAX_PART } from './reply.ts';

/** @throws {ConnectionError} for another content type, {SyntaxError} for what is no JSON */
export function parseBody(reply: Reply, asked: string, mayBeEmpty: boolean): unknown {
  if (reply.text === '' && mayBeEmpty) return null;
  if (isJson(reply)) return JSON.parse(reply.text);
  throw new ConnectionError(
    `the answer to ${asked} is ${typeOf(reply)} instead of JSON; is it a Kubernetes API server?`,
  );
}

/** The body of a list, whose items are handed on while it arrives. */
export class ListBody implements Receiver {
  readonly #splitter: JsonSplitter;
  readonly #documents: unknown[] = [];
  #used = false;

  constructor(items: ItemSink) {
    this.#splitter = new JsonSplitter(
      {
        begun: (head) => items.begun(head),
        item: (value) => items.item(value),
        document: (value) => {
          if (this.#documents.push(value) > 1) throw new SyntaxError('more than one document');
        },
      },
      MAX_PART,
    );
  }

  /** Other replies are short, and read as text. */
  takes(head: ReplyHead): boolean {
    this.#used = head.status === 200 && isJson(head);
    return this.#used;
  }

  write(chunk: Buffer): void {
    this.#splitter.write(chunk);
  }

  /** What is around the items; null where nothing was taken. @throws {SyntaxError} for what is not one document */
  end(): unknown {
    if (!this.#used) return null;
    this.#splitter.end();
    return this.#documents[0] ?? null;
  }
}

function isJson(head: ReplyHead): boolean {
  return /^application\/(json|[\w.-]+\+json)\b/.test(typeOf(head));
}

function typeOf({ headers }: ReplyHead): string {
  return headers['content-type']?.[0]?.toLowerCase() ?? 'application/json';
}
