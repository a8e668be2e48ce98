import { StatusError } from '../model/errors.ts';
import type { Service } from '../model/objects.ts';
import type { Query } from '../model/snapshot.ts';
import { counted, listed } from '../words/list.ts';
import { namesOf } from './names.ts';
import { RESOURCES } from './paths.ts';
import type { Reader } from './reader.ts';

/** The longest list first: the others are done before it is. */
const BESIDE = ['Pod', 'EndpointSlice', 'Endpoints', 'NetworkPolicy', 'Ingress'] as const;

export interface Scope {
  services: Service[];
  /** The namespaces that were read; null: all at once. */
  scope: (string | null)[];
  /** What of the scope was kept from us, in a line; else empty. */
  limited: string;
}

/**
 * All Services in scope and what is joined with them, in whole lists. Who may not list Services everywhere gets
 * those of the namespaces where they may.
 * @throws {UserError} when no Services can be read
 */
export async function readScope(reader: Reader, query: Query): Promise<Scope> {
  const services = readServices(reader, query);
  await Promise.allSettled([services, readBeside(reader, query.namespace), readClusterWide(reader, query)]);
  try {
    await services;
    return { services: reader.all('Service'), scope: [query.namespace], limited: '' };
  } catch (error) {
    if (!isForbidden(error) || query.namespace !== null) throw error;
    return readWhereAllowed(reader, query, error);
  }
}

async function readServices(reader: Reader, { namespace, selector }: Query): Promise<void> {
  const selection = selector === '' ? {} : { labelSelector: selector };
  await reader.list('Service', RESOURCES.Service, namespace, selection);
  reader.note('Service', namespace, selector === '' ? 'all' : 'selected');
}

async function readBeside(reader: Reader, namespace: string | null): Promise<void> {
  await Promise.all(
    BESIDE.map((kind) =>
      reader.attempt(kind, namespace, 'all', () => reader.list(kind, RESOURCES[kind], namespace)),
    ),
  );
}

async function readClusterWide(reader: Reader, { namespace, subject }: Query): Promise<void> {
  // Over all namespaces there are as a rule too many Nodes to ask for them by name.
  const nodes = namespace === null || subject?.kind === 'address';
  const kinds = [
    ...(nodes ? (['Node'] as const) : []),
    ...(subject?.kind === 'Ingress' ? (['IngressClass'] as const) : []),
  ];
  await Promise.all(
    kinds.map((kind) => reader.attempt(kind, null, 'all', () => reader.list(kind, RESOURCES[kind], null))),
  );
}

async function readWhereAllowed(reader: Reader, query: Query, refusal: StatusError): Promise<Scope> {
  const candidates = await namespacesOf(reader);
  const allowed = await Promise.all(
    candidates.map(async (namespace) => {
      try {
        await readServices(reader, { ...query, namespace });
        return true;
      } catch (error) {
        if (isForbidden(error)) return false;
        throw error;
      }
    }),
  );
  const scope = candidates.filter((_, index) => allowed[index]);
  if (scope.length === 0) throw refusal;
  await Promise.all(scope.map((namespace) => readBeside(reader, namespace)));
  const limited = `${refusal.serverMessage}: read ${counted(scope.length, 'namespace')} only, ${listed(scope, 5)}`;
  return { services: reader.all('Service'), scope, limited };
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
