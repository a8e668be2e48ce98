import type { Connection } from '../../model/connection.ts';
import { byText } from '../../text/order.ts';
import { readPages } from '../paged-list.ts';
import { NAMESPACES, RESOURCES } from '../resources.ts';

const PAGE = 500;

/**
 * The names of a kind that begin so, in the connection's namespace where the kind has one.
 * @throws {UserError}
 */
export async function namesOf(
  connection: Connection,
  kind: 'Namespace' | 'Service' | 'Pod' | 'Ingress',
  beginning: string,
): Promise<string[]> {
  const [resource, namespace] =
    kind === 'Namespace' ? [NAMESPACES, null] : [RESOURCES[kind], connection.namespace];
  const found: string[] = [];
  let last = '';
  await readPages(
    connection,
    { resource, namespace, selection: {}, chunkSize: PAGE },
    {
      item: ({ metadata }: { metadata?: { name?: unknown } | null }) => {
        if (typeof metadata?.name !== 'string') return;
        last = metadata.name;
        if (last.startsWith(beginning)) found.push(last);
      },
      page: () => {},
      enough: () => isBehind(last, beginning),
    },
  );
  return found;
}

/** A list is in the order of its names. */
function isBehind(name: string, beginning: string): boolean {
  return !name.startsWith(beginning) && byText(name, beginning) > 0;
}
