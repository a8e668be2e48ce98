import type { Subject } from '../model/snapshot.ts';
import { namespacedName } from '../words/object-key.ts';
import { readPages } from './list.ts';
import { RESOURCES } from './paths.ts';
import type { Reader } from './reader.ts';

const PAGE = 500;

/**
 * What is looked up has to be readable: who may not list it may still be allowed to get what is named.
 * @param scope the namespaces that were read; null: all at once
 * @returns what has the labels asked for, as "namespace/name"; null where no labels were asked for
 * @throws {UserError} in the server's words
 */
export async function readSubjects(
  reader: Reader,
  { kind, names, selector }: Subject,
  scope: readonly (string | null)[],
): Promise<ReadonlySet<string> | null> {
  if (kind === 'address') return null;
  const readable = scope.filter((namespace) => reader.outcome(kind, namespace) !== 'unread');
  const [namespace = null] = scope;
  if (readable.length === 0 && names.length > 0)
    await Promise.all(names.map((name) => reader.get(kind, namespace, name)));
  else if (readable.length === 0) await reader.list(kind, RESOURCES[kind], namespace);
  if (selector === '') return null;
  const found = await Promise.all(readable.map((one) => labelled(reader, kind, one, selector)));
  return new Set(found.flat());
}

/** The server alone knows all that a selector may say. */
async function labelled(
  { connection }: Reader,
  kind: 'Pod' | 'Ingress',
  namespace: string | null,
  labelSelector: string,
): Promise<string[]> {
  const found: string[] = [];
  await readPages(
    connection,
    { resource: RESOURCES[kind], namespace, selection: { labelSelector }, chunkSize: PAGE },
    {
      item: ({ metadata }: { metadata?: { namespace?: unknown; name?: unknown } | null }) => {
        found.push(namespacedName(`${metadata?.namespace}`, `${metadata?.name}`));
      },
      page: () => {},
    },
  );
  return found;
}
