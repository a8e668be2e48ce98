/** Writes the objects of create-external, one after the other, with server-side apply. */
import { isDeepStrictEqual } from 'node:util';
import type { ApiObject, ServiceObject } from '../../external/build-objects.ts';
import type { CompletedWrite } from '../../external/partial-write.ts';
import type { Write } from '../../external/plan-writes.ts';
import type { Connection } from '../../model/connection.ts';
import { ConnectionError, StatusError } from '../../model/errors.ts';
import { MANAGER } from '../../model/well-known.ts';
import { objectPath, RESOURCES } from '../resources.ts';

export interface WriteOutcome extends CompletedWrite {
  /** The server's version, without managedFields and without the values that a dry run makes up. */
  object: ApiObject;
}

/**
 * Yields each outcome as soon as the object is written.
 * @throws {UserError} for the first write that fails
 */
export async function* writeObjects(
  connection: Connection,
  namespace: string,
  writes: readonly Write[],
  dryRun: boolean,
): AsyncGenerator<WriteOutcome> {
  let service: ServiceObject | null = null;
  for (const write of writes) {
    const outcome: WriteOutcome =
      write.action === 'delete'
        ? await deleteObject(connection, namespace, write, dryRun)
        : await applyObject(connection, namespace, withOwner(write, service), dryRun);
    if (outcome.object.kind === 'Service') service = outcome.object;
    yield outcome;
  }
}

/**
 * The Service owns its slices, so that they are deleted with it. Without `blockOwnerDeletion`: where the API server
 * enforces permissions for it, users would need `update services/finalizers`.
 */
function withOwner(write: Write, service: ServiceObject | null): Write {
  const uid = service?.metadata.uid;
  if (write.object.kind !== 'EndpointSlice' || !service || !uid) return write;
  const owner = { apiVersion: 'v1', kind: 'Service', name: service.metadata.name, uid };
  const metadata = { ...write.object.metadata, ownerReferences: [owner] };
  return { ...write, object: { ...write.object, metadata } };
}

function pathOf({ kind, metadata }: ApiObject, namespace: string): string {
  return objectPath(RESOURCES[kind], namespace, metadata.name);
}

async function applyObject(
  connection: Connection,
  namespace: string,
  write: Write,
  dryRun: boolean,
): Promise<WriteOutcome> {
  const { object, existing } = write;
  const query = new URLSearchParams({ fieldManager: MANAGER.own });
  if (existing) query.set('force', 'true');
  if (dryRun) query.set('dryRun', 'All');
  // With the uid, an object that was recreated meanwhile is a conflict instead of being overwritten.
  const uid = existing?.metadata.uid;
  const body = uid ? { ...object, metadata: { ...object.metadata, uid } } : object;
  const answer = await connection.request('PATCH', `${pathOf(object, namespace)}?${query}`, {
    body: { contentType: 'application/apply-patch+yaml', text: JSON.stringify(body) },
  });
  const written = parseObject(answer.json, pathOf(object, namespace));
  delete written.metadata.managedFields;
  if (dryRun) removeDryRunValues(written, existing);
  return { write, result: resultOf(existing, written), object: written };
}

/** @throws {ConnectionError} for an answer without an object */
function parseObject(json: unknown, path: string): ApiObject {
  const { metadata } = (json ?? {}) as Partial<ApiObject>;
  if (typeof metadata?.name === 'string') return json as ApiObject;
  throw new ConnectionError(`PATCH ${path} did not return an object`);
}

function resultOf(existing: ApiObject | null, written: ApiObject): WriteOutcome['result'] {
  if (!existing) return 'created';
  return isDeepStrictEqual(comparable(existing), comparable(written)) ? 'unchanged' : 'configured';
}

function comparable(object: ApiObject): unknown {
  const { managedFields, resourceVersion, generation, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** A dry run makes up a uid and a cluster IP: the first of the range, whether it is free or not. */
function removeDryRunValues(object: ApiObject, existing: ApiObject | null): void {
  if (!existing) delete object.metadata.uid;
  if (object.kind !== 'Service' || !object.spec) return;
  const known = (existing?.kind === 'Service' && existing.spec?.clusterIPs) || [];
  const { clusterIP, clusterIPs = [], ...spec } = object.spec;
  const real = clusterIPs.filter((ip) => ip === 'None' || known.includes(ip));
  object.spec = { ...spec, ...(real[0] && { clusterIP: real[0], clusterIPs: real }) };
}

async function deleteObject(
  connection: Connection,
  namespace: string,
  write: Write,
  dryRun: boolean,
): Promise<WriteOutcome> {
  const { uid } = write.object.metadata;
  const options = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } };
  // The server ignores the query if there is a body; setting both makes sure that a dry run is one.
  const path = `${pathOf(write.object, namespace)}${dryRun ? '?dryRun=All' : ''}`;
  try {
    const text = JSON.stringify(dryRun ? { ...options, dryRun: ['All'] } : options);
    await connection.request('DELETE', path, { body: { contentType: 'application/json', text } });
  } catch (error) {
    if (!(error instanceof StatusError && error.code === 404)) throw error;
  }
  return { write, result: 'deleted', object: write.object };
}
