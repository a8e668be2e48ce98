import { StatusError } from '../../model/errors.ts';
import type { Service } from '../../model/objects/service.ts';
import type { Query } from '../../model/snapshot.ts';
import { counted, listed } from '../../text/list.ts';
import { namesOf } from './object-names.ts';
import type { Reader, ReadStep } from './reader.ts';

/** The longest list first: the others are done before it is. */
const BESIDE = ['Pod', 'EndpointSlice', 'Endpoints', 'NetworkPolicy', 'Ingress'] as const;

export interface Scope {
  services: Service[];
  /** The namespaces that were read; null: all at once. */
  scope: (string | null)[];
  /** What of the scope was kept from us, in a line; else empty. */
  scopeNotice: string;
}

/**
 * All Services in scope and what is joined with them, in whole lists. Who may not list Services everywhere gets
 * those of the namespaces where they may.
 * @throws {UserError} when no Services can be read
 */
export async function readScope(reader: Reader, query: Query): Promise<Scope> {
  const { namespace } = query;
  const [failure = null] = await reader.round([
    services(reader, query),
    ...beside(reader, namespace),
    ...clusterWide(reader, query),
  ]);
  if (failure === null) return { services: reader.all('Service'), scope: [namespace], scopeNotice: '' };
  if (!isForbidden(failure) || namespace !== null) throw failure;
  return readWhereAllowed(reader, query, failure);
}

/** Without Services there is nothing to judge: whoever asks for them looks at the failure. */
function services(reader: Reader, { namespace, selector }: Query): ReadStep {
  const selection = selector === '' ? {} : { labelSelector: selector };
  return { ...reader.listing('Service', namespace, selection), supplement: true };
}

/** What could be listed for all namespaces at once is known. */
function beside(reader: Reader, namespace: string | null): ReadStep[] {
  return BESIDE.filter((kind) => reader.outcome(kind, null) !== 'all').map((kind) =>
    reader.listing(kind, namespace),
  );
}

function clusterWide(reader: Reader, { namespace, subject }: Query): ReadStep[] {
  // Over all namespaces there are as a rule too many Nodes to ask for them by name.
  const nodes = namespace === null || subject?.kind === 'address';
  return [
    ...(nodes ? [reader.listing('Node', null)] : []),
    ...(subject?.kind === 'Ingress' ? [reader.listing('IngressClass', null)] : []),
  ];
}

async function readWhereAllowed(reader: Reader, query: Query, refusal: StatusError): Promise<Scope> {
  const candidates = await namespacesOf(reader);
  const failures = await reader.round(
    candidates.map((namespace) => services(reader, { ...query, namespace })),
  );
  const other = failures.find((failure) => failure !== null && !isForbidden(failure));
  if (other) throw other;
  const scope = candidates.filter((_, index) => failures[index] === null);
  if (scope.length === 0) throw refusal;
  await reader.round(scope.flatMap((namespace) => beside(reader, namespace)));
  const scopeNotice = `${refusal.serverMessage}: read ${counted(scope.length, 'namespace')} only, ${listed(scope, 5)}`;
  return { services: reader.all('Service'), scope, scopeNotice };
}

function isForbidden(error: unknown): error is StatusError {
  return error instanceof StatusError && error.code === 403;
}

/** All of them, for who may see their names; else that of the context. */
async function namespacesOf({ connection }: Reader): Promise<string[]> {
  try {
    return await namesOf(connection, 'Namespace', '');
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return [connection.namespace];
  }
}
