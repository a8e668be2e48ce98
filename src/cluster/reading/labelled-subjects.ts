/** Reads the subjects of a lookup: Pods or Ingresses by name or by label. */
import type { Kind } from '../../model/objects/kinds.ts';
import type { LookupSubject } from '../../model/snapshot.ts';
import { namespacedName } from '../../text/object-key.ts';
import { awaitAll, combineBatches } from '../batch.ts';
import { readPages } from '../paged-list.ts';
import { RESOURCES } from '../resources.ts';
import type { Reader } from './reader.ts';

const CHUNK_SIZE = 500;

/**
 * Reads named subjects one by one if the user may not list their kind.
 * @param scope the namespaces that were read; null for all at once
 * @throws {UserError} with the server's message, if they cannot be read
 */
export async function readSubjects(
  reader: Reader,
  { kind, names }: LookupSubject,
  scope: Namespaces,
): Promise<void> {
  if (kind === 'address' || readableNamespaces(reader, kind, scope).length > 0) return;
  const [namespace = null] = scope;
  const read = () => combineBatches(names.map((name) => reader.get(kind, namespace, name)));
  const [failure = null] =
    names.length > 0
      ? await reader.readRound([{ kind, namespace, read, supplement: true }])
      : [reader.failureOf(kind, namespace)];
  if (failure) throw failure;
}

/**
 * @returns the subjects that match the selector, as "namespace/name"; null without a selector
 * @throws {UserError}
 */
export async function readLabelled(
  reader: Reader,
  { kind, selector }: LookupSubject,
  scope: Namespaces,
): Promise<ReadonlySet<string> | null> {
  if (kind === 'address' || selector === '') return null;
  const found = await awaitAll(
    readableNamespaces(reader, kind, scope).map((namespace) =>
      listMatching(reader, kind, namespace, selector),
    ),
  );
  return new Set(found.flat());
}

type Namespaces = readonly (string | null)[];

function readableNamespaces(reader: Reader, kind: Kind, scope: Namespaces): Namespaces {
  return scope.filter((namespace) => reader.extentOf(kind, namespace) !== 'unread');
}

/** The server evaluates the selector. */
async function listMatching(
  { connection }: Reader,
  kind: 'Pod' | 'Ingress',
  namespace: string | null,
  labelSelector: string,
): Promise<string[]> {
  const found: string[] = [];
  await readPages(
    connection,
    { resource: RESOURCES[kind], namespace, selectors: { labelSelector }, chunkSize: CHUNK_SIZE },
    {
      item: ({ metadata }: { metadata?: { namespace?: unknown; name?: unknown } | null }) => {
        found.push(namespacedName(`${metadata?.namespace}`, `${metadata?.name}`));
      },
      page: () => {},
    },
  );
  return found;
}
