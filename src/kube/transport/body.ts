/** From the bytes of a reply to JSON. */

import { ConnectionError } from '../../model/errors.ts';
import type { Reply, ReplyHead } from './exchange.ts';

/** @throws {ConnectionError} for another content type, {SyntaxError} for what is no JSON */
export function parseBody(reply: Reply, asked: string, mayBeEmpty: boolean): unknown {
  if (reply.text === '' && mayBeEmpty) return null;
  if (isJson(reply)) return JSON.parse(reply.text);
  throw new ConnectionError(
    `the answer to ${asked} is ${typeOf(reply)} instead of JSON; is it a Kubernetes API server?`,
  );
}

export function isJson(head: ReplyHead): boolean {
  return /^application\/(json|[\w.-]+\+json)\b/.test(typeOf(head));
}

function typeOf({ headers }: ReplyHead): string {
  return headers['content-type']?.[0]?.toLowerCase() ?? 'application/json';
}
