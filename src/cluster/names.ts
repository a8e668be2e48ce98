import type { Connection } from '../model/connection.ts';
import { byText } from '../words/order.ts';
import { listPath, RESOURCES, type Resource } from './paths.ts';

const PAGE = 500;

const NAMESPACES: Resource = { prefix: '/api/v1', plural: 'namespaces', apiVersion: 'v1', kind: 'Namespace' };

/**
 * The names of a kind that begin so, in the connection's namespace where the kind has one.
 * @throws {UserError}
 */
export async function namesOf(
  connection: Connection,
  kind: 'Namespace' | 'Service' | 'Pod' | 'Ingress',
  beginning: string,
): Promise<string[]> {
  const path =
    kind === 'Namespace' ? listPath(NAMESPACES, null) : listPath(RESOURCES[kind], connection.namespace);
  const query = new URLSearchParams({ limit: String(PAGE) });
  const found: string[] = [];
  for (;;) {
    const { json } = await connection.request('GET', `${path}?${query}`);
    const { items, next } = page(json);
    found.push(...items.filter((name) => name.startsWith(beginning)));
    if (next === '' || isBehind(items.at(-1) ?? '', beginning)) return found;
    query.set('continue', next);
  }
}

/** A list is in the order of its names. */
function isBehind(name: string, beginning: string): boolean {
  return !name.startsWith(beginning) && byText(name, beginning) > 0;
}

function page(json: unknown): { items: string[]; next: string } {
  const { items, metadata } = (json ?? {}) as {
    items?: { metadata?: { name?: unknown } | null }[] | null;
    metadata?: { continue?: unknown } | null;
  };
  const names = Array.isArray(items) ? items.map((item) => item?.metadata?.name) : [];
  const next = metadata?.continue;
  return {
    items: names.filter((name) => typeof name === 'string'),
    next: typeof next === 'string' ? next : '',
  };
}
