/** Reads the objects that exist under the names to be written. */
import { list } from '../../decode/json/json-values.ts';
import type {
  ApiObject,
  EndpointSliceObject,
  EndpointsObject,
  ExternalObjects,
  ServiceObject,
} from '../../external/build-objects.ts';
import type { ExistingObjects } from '../../external/ownership.ts';
import type { Connection } from '../../model/connection.ts';
import { StatusError, UserError } from '../../model/errors.ts';
import { LABEL } from '../../model/well-known.ts';
import { labelsText } from '../../text/labels.ts';
import { awaitAll } from '../batch.ts';
import { listPath, objectPath, RESOURCES } from '../resources.ts';

/** @throws {StatusError} if one of them may not be read, as it could then be overwritten unseen */
export async function readExisting(
  connection: Connection,
  namespace: string,
  { service, backing }: ExternalObjects,
): Promise<ExistingObjects> {
  const { name } = service.metadata;
  const endpoints: EndpointsObject = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name } };
  const wantedSlices = backing.filter((object) => object.kind === 'EndpointSlice');
  const requests = [
    get<ServiceObject>(connection, namespace, service),
    get<EndpointsObject>(connection, namespace, endpoints),
    listSlices(connection, namespace, name),
    ...wantedSlices.map((slice) => get<EndpointSliceObject>(connection, namespace, slice)),
  ] as const;
  const [oldService, oldEndpoints, labelled, ...named] = await awaitAll(requests);
  const known = new Set(labelled.map(({ metadata }) => metadata.name));
  const unlabelled = named
    .filter((slice) => slice !== null)
    .filter(({ metadata }) => !known.has(metadata.name));
  return { service: oldService, endpoints: oldEndpoints, slices: [...labelled, ...unlabelled] };
}

async function get<T extends ApiObject>(
  connection: Connection,
  namespace: string,
  object: T,
): Promise<T | null> {
  try {
    const path = objectPath(RESOURCES[object.kind], namespace, object.metadata.name);
    const { json } = await connection.request('GET', path);
    if (!hasMetadata(json)) throw new UserError(`GET ${path} did not return an object`);
    return json as T;
  } catch (error) {
    if (error instanceof StatusError && error.code === 404) return null;
    throw error;
  }
}

async function listSlices(connection: Connection, namespace: string, service: string) {
  const query = new URLSearchParams({ labelSelector: labelsText({ [LABEL.serviceName]: service }) });
  const path = `${listPath(RESOURCES.EndpointSlice, namespace)}?${query}`;
  const { json } = await connection.request('GET', path);
  const { items } = (json ?? {}) as { items?: EndpointSliceObject[] | null };
  if (!Array.isArray(items) && items !== null) throw new UserError(`GET ${path} did not return a list`);
  // List items have no apiVersion and kind.
  return list(items)
    .filter((item) => hasMetadata(item))
    .map(
      (item): EndpointSliceObject => ({
        ...item,
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
      }),
    );
}

/** Ownership is read from the metadata. */
function hasMetadata(json: unknown): json is ApiObject {
  const { metadata } = (json ?? {}) as { metadata?: { managedFields?: unknown } };
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return false;
  return metadata.managedFields === undefined || Array.isArray(metadata.managedFields);
}
