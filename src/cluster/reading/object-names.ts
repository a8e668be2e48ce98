/** Lists object names, for shell completion and for the namespaces in scope. */
import type { Connection } from '../../model/connection.ts';
import { byText } from '../../text/order.ts';
import { readPages } from '../paged-list.ts';
import { RESOURCES } from '../resources.ts';

const CHUNK_SIZE = 500;

/**
 * Lists the names with a prefix, of a namespaced kind in the connection's namespace.
 * @throws {UserError}
 */
export async function listNames(
  connection: Connection,
  kind: 'Namespace' | 'Service' | 'Pod' | 'Ingress',
  prefix: string,
): Promise<string[]> {
  const resource = RESOURCES[kind];
  const namespace = kind === 'Namespace' ? null : connection.namespace;
  const found: string[] = [];
  let last = '';
  await readPages(
    connection,
    { resource, namespace, selectors: {}, chunkSize: CHUNK_SIZE },
    {
      item: ({ metadata }: { metadata?: { name?: unknown } | null }) => {
        if (typeof metadata?.name !== 'string') return;
        last = metadata.name;
        if (last.startsWith(prefix)) found.push(last);
      },
      page: () => {},
      isDone: () => isAfterPrefix(last, prefix),
    },
  );
  return found;
}

/**
 * Lists the namespaces that have a Service of this name.
 * @throws {UserError} unless Services may be listed in all namespaces
 */
export async function namespacesOfService(connection: Connection, name: string): Promise<string[]> {
  const found: string[] = [];
  const selectors = { fieldSelector: `metadata.name=${name}` };
  await readPages(
    connection,
    { resource: RESOURCES.Service, namespace: null, selectors, chunkSize: CHUNK_SIZE },
    {
      item: ({ metadata }: { metadata?: { name?: unknown; namespace?: unknown } | null }) => {
        if (metadata?.name === name && typeof metadata.namespace === 'string') found.push(metadata.namespace);
      },
      page: () => {},
      isDone: () => false,
    },
  );
  return found;
}

/** Lists are sorted by name, so that no later name has the prefix. */
function isAfterPrefix(name: string, prefix: string): boolean {
  return !name.startsWith(prefix) && byText(name, prefix) > 0;
}
