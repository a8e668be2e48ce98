import type { Connection } from '../../model/connection.ts';
import type { UserError } from '../../model/errors.ts';
import type { Kind } from '../../model/objects/kinds.ts';
import type { Service } from '../../model/objects/service.ts';
import type { ClusterSnapshot, EvidenceRequest, Query } from '../../model/snapshot.ts';
import { objectKey } from '../../text/object-key.ts';
import { byText } from '../../text/order.ts';
import { readNamed } from './by-name.ts';
import { readEvidence } from './evidence.ts';
import { readLabelled, readSubjects } from './labelled-subjects.ts';
import { nodes } from './nodes.ts';
import { Reader, type ReadOptions } from './reader.ts';
import { readReferences } from './references.ts';
import { readScope } from './scope.ts';

const DEFAULTS: ReadOptions = { chunkSize: 500, progress: () => {} };

export interface ReadResult {
  snapshot: ClusterSnapshot;
  /** The error about each Service that was named and does not exist. */
  missing: readonly UserError[];
  /** What of the scope was kept from us, in a line; else empty. */
  scopeNotice: string;
  /** With what findings need for their evidence, read in one more round: of the Services that they are about. */
  evidence(wanted: EvidenceRequest): Promise<ClusterSnapshot>;
}

/**
 * Reads the Services that the query asks for, with what is joined with them.
 * @throws {UserError} when the Services themselves cannot be read
 */
export async function readCluster(
  connection: Connection,
  query: Query,
  options: ReadOptions = DEFAULTS,
): Promise<ReadResult> {
  const reader = new Reader(connection, options);
  const { services, missing, scopeNotice, scope } =
    query.names.length > 0
      ? { ...(await readNamed(reader, query)), scopeNotice: '', scope: [query.namespace] }
      : { ...(await readScope(reader, query)), missing: [] };
  const { subject } = query;
  if (subject) await readSubjects(reader, subject, scope);
  const [labelled] = await Promise.all([
    subject ? readLabelled(reader, subject, scope) : null,
    readAround(reader, services),
  ]);
  const inScope = new Set(services.map(objectKey));
  return {
    snapshot: {
      ...reader.snapshot(inScope, wholeNamespaces(reader, query, scope)),
      ...(labelled && { labelled }),
    },
    missing,
    scopeNotice,
    evidence: async (wanted) => {
      await readEvidence(reader, scope.includes(null), wanted);
      return reader.snapshot(wanted.services, []);
    },
  };
}

/** What Services and slices refer to, and the Nodes that all of it is on. */
async function readAround(reader: Reader, services: readonly Service[]): Promise<void> {
  await readReferences(reader, services);
  await reader.round(nodes(reader, services));
}

/** Where nobody asked for Services by name or label, what belongs to no Service is judged too. */
function wholeNamespaces(
  reader: Reader,
  { names, selector }: Query,
  scope: readonly (string | null)[],
): string[] {
  if (names.length > 0 || selector !== '') return [];
  const namespaces = scope.filter((namespace) => namespace !== null);
  if (namespaces.length > 0) return namespaces;
  const found = new Set<string>();
  for (const kind of ['Service', 'Endpoints', 'EndpointSlice', 'Ingress'] satisfies Kind[])
    for (const { namespace } of reader.all(kind)) found.add(namespace);
  return [...found].toSorted(byText);
}
