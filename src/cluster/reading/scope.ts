/** Reads all Services in a scope, and the lists that are joined with them. */
import { StatusError } from '../../model/errors.ts';
import type { Service } from '../../model/objects/service.ts';
import type { Query } from '../../model/snapshot.ts';
import { counted, listed } from '../../text/list.ts';
import { listNames } from './object-names.ts';
import type { Reader, ReadStep } from './reader.ts';

/** The longest list first, as it takes longest. */
const JOINED_KINDS = ['Pod', 'EndpointSlice', 'Endpoints', 'NetworkPolicy', 'Ingress'] as const;

interface Scope {
  services: Service[];
  /** The namespaces that were read; null for all at once. */
  scope: (string | null)[];
  /** One line about the part of the scope that could not be read; else empty. */
  scopeNotice: string;
}

/**
 * A user who may not list the Services of all namespaces gets those of the permitted namespaces.
 * @throws {UserError} if no Services can be read
 */
export async function readScope(reader: Reader, query: Query): Promise<Scope> {
  const { namespace } = query;
  const [failure = null] = await reader.readRound([
    serviceStep(reader, query),
    ...joinedSteps(reader, namespace),
    ...clusterScopedSteps(reader, query),
  ]);
  if (failure === null) return { services: reader.all('Service'), scope: [namespace], scopeNotice: '' };
  if (!isForbidden(failure) || namespace !== null) throw failure;
  return readPermittedNamespaces(reader, query, failure);
}

/** A supplement, because callers handle its failure: without Services there is nothing to check. */
function serviceStep(reader: Reader, { namespace, selector }: Query): ReadStep {
  const selectors = selector === '' ? {} : { labelSelector: selector };
  return { ...reader.listStep('Service', namespace, selectors), supplement: true };
}

/** Skips the kinds that were listed for all namespaces at once. */
function joinedSteps(reader: Reader, namespace: string | null): ReadStep[] {
  return JOINED_KINDS.filter((kind) => reader.extentOf(kind, null) !== 'all').map((kind) =>
    reader.listStep(kind, namespace),
  );
}

function clusterScopedSteps(reader: Reader, { namespace, subject }: Query): ReadStep[] {
  // All namespaces usually run on too many Nodes to read them by name.
  const nodes = namespace === null || subject?.kind === 'address';
  return [
    ...(nodes ? [reader.listStep('Node', null)] : []),
    ...(subject?.kind === 'Ingress' ? [reader.listStep('IngressClass', null)] : []),
  ];
}

async function readPermittedNamespaces(reader: Reader, query: Query, refusal: StatusError): Promise<Scope> {
  const candidates = await listNamespaces(reader);
  const failures = await reader.readRound(
    candidates.map((namespace) => serviceStep(reader, { ...query, namespace })),
  );
  const otherFailure = failures.find((failure) => failure !== null && !isForbidden(failure));
  if (otherFailure) throw otherFailure;
  const scope = candidates.filter((_, index) => failures[index] === null);
  if (scope.length === 0) throw refusal;
  await reader.readRound(scope.flatMap((namespace) => joinedSteps(reader, namespace)));
  const scopeNotice = `${refusal.serverMessage}: read only ${counted(scope.length, 'namespace')}: ${listed(scope, 5)}`;
  return { services: reader.all('Service'), scope, scopeNotice };
}

function isForbidden(error: unknown): error is StatusError {
  return error instanceof StatusError && error.code === 403;
}

/** All namespaces, or that of the context if the user may not list them. */
async function listNamespaces({ connection }: Reader): Promise<string[]> {
  try {
    return await listNames(connection, 'Namespace', '');
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return [connection.namespace];
  }
}
