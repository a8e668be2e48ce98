import type { Kind } from '../../model/objects/kinds.ts';
import type { LookupSubject } from '../../model/snapshot.ts';
import { namespacedName } from '../../text/object-key.ts';
import { batchOf, together } from '../batch.ts';
import { readPages } from '../paged-list.ts';
import { RESOURCES } from '../resources.ts';
import type { Reader } from './reader.ts';

const PAGE = 500;

/**
 * What is looked up has to be readable: who may not list it may still be allowed to get what is named.
 * @param scope the namespaces that were read; null: all at once
 * @throws {UserError} in the server's words
 */
export async function readSubjects(
  reader: Reader,
  { kind, names }: LookupSubject,
  scope: Namespaces,
): Promise<void> {
  if (kind === 'address' || readable(reader, kind, scope).length > 0) return;
  const [namespace = null] = scope;
  const read = () => batchOf(names.map((name) => reader.get(kind, namespace, name)));
  const [failure = null] =
    names.length > 0
      ? await reader.round([{ kind, namespace, read, supplement: true }])
      : [reader.failure(kind, namespace)];
  if (failure) throw failure;
}

/**
 * What has the labels asked for, as "namespace/name"; null where no labels were asked for.
 * @throws {UserError}
 */
export async function readLabelled(
  reader: Reader,
  { kind, selector }: LookupSubject,
  scope: Namespaces,
): Promise<ReadonlySet<string> | null> {
  if (kind === 'address' || selector === '') return null;
  const found = await together(
    readable(reader, kind, scope).map((namespace) => labelled(reader, kind, namespace, selector)),
  );
  return new Set(found.flat());
}

type Namespaces = readonly (string | null)[];

function readable(reader: Reader, kind: Kind, scope: Namespaces): Namespaces {
  return scope.filter((namespace) => reader.outcome(kind, namespace) !== 'unread');
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
