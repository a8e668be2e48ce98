/** Reads a snapshot from a cluster: the Services of a query and everything that is joined with them. */
import type { Connection } from '../../model/connection.ts';
import type { UserError } from '../../model/errors.ts';
import type { Kind } from '../../model/objects/kinds.ts';
import type { Service } from '../../model/objects/service.ts';
import type { ClusterSnapshot, EvidenceRequest, Query } from '../../model/snapshot.ts';
import { objectKey } from '../../text/object-key.ts';
import { byText } from '../../text/order.ts';
import { clusterScopedSteps } from './cluster-scoped.ts';
import { readEvidence } from './evidence.ts';
import { readLabelled, readSubjects } from './labelled-subjects.ts';
import { readNamedServices } from './named-services.ts';
import { nodeSteps } from './nodes.ts';
import { Reader, type ReadOptions } from './reader.ts';
import { readReferences } from './references.ts';
import { readScope } from './scope.ts';

const DEFAULTS: ReadOptions = { chunkSize: 500, progress: () => {} };

export interface ReadResult {
  snapshot: ClusterSnapshot;
  /** A NotFound error for each named Service that does not exist. */
  missing: readonly UserError[];
  /** One line about the part of the scope that could not be read; else empty. */
  scopeNotice: string;
  /** Reads the evidence that findings need, in one more round, for the Services that they are about. */
  evidence(request: EvidenceRequest): Promise<ClusterSnapshot>;
}

/** @throws {UserError} if the Services cannot be read */
export async function readCluster(
  connection: Connection,
  query: Query,
  options: ReadOptions = DEFAULTS,
): Promise<ReadResult> {
  const reader = new Reader(connection, options);
  const { services, missing, scopeNotice, scope } =
    query.names.length > 0
      ? { ...(await readNamedServices(reader, query)), scopeNotice: '', scope: [query.namespace] }
      : { ...(await readScope(reader, query)), missing: [] };
  const { subject } = query;
  if (subject) await readSubjects(reader, subject, scope);
  const [labelled] = await Promise.all([
    subject ? readLabelled(reader, subject, scope) : null,
    readRelated(reader, services, query),
  ]);
  const inScope = new Set(services.map(objectKey));
  return {
    snapshot: {
      ...reader.snapshot(inScope, namespacesInScope(reader, query, scope)),
      ...(labelled && { labelled }),
    },
    missing,
    scopeNotice,
    evidence: async (request) => {
      await readEvidence(reader, scope.includes(null), request);
      return reader.snapshot(request.services, []);
    },
  };
}

/** Reads the objects that other objects refer to, and the Nodes of all endpoints and Pods. */
async function readRelated(reader: Reader, services: readonly Service[], query: Query): Promise<void> {
  await readReferences(reader, services);
  await reader.readRound([...nodeSteps(reader, services), ...clusterScopedSteps(reader, query)]);
}

/** Namespaces of which objects without a Service are checked too: none if the query has names or a selector. */
function namespacesInScope(
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
