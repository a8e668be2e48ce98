/** The writes of create-external: server-side apply, one object after the other. */
import { isDeepStrictEqual } from 'node:util';
import type { ApiObject, ServiceObject } from '../../external/build-objects.ts';
import type { Write } from '../../external/plan-writes.ts';
import type { Connection } from '../../model/connection.ts';
import { ConnectionError, StatusError } from '../../model/errors.ts';
import { MANAGER } from '../../model/well-known.ts';
import { objectPath, RESOURCES } from '../resources.ts';

export interface Outcome {
  write: Write;
  result: 'created' | 'configured' | 'unchanged' | 'deleted';
  /** As the server has it now, without managedFields; in a dry run, without what it only made up. */
  object: ApiObject;
}

/**
 * Writes in the order given and tells of each as soon as it is done.
 * @throws {UserError} the first time that something is not written
 */
export async function* write(
  connection: Connection,
  namespace: string,
  writes: readonly Write[],
  dryRun: boolean,
): AsyncGenerator<Outcome> {
  let service: ServiceObject | null = null;
  for (const step of writes) {
    const outcome: Outcome =
      step.action === 'delete'
        ? await remove(connection, namespace, step, dryRun)
        : await apply(connection, namespace, owned(step, service), dryRun);
    if (outcome.object.kind === 'Service') service = outcome.object;
    yield outcome;
  }
}

/**
 * A slice goes when its owner goes. No `blockOwnerDeletion`: where the API server enforces permissions for
 * that, users would need `update services/finalizers`.
 */
function owned(step: Write, service: ServiceObject | null): Write {
  const uid = service?.metadata.uid;
  if (step.object.kind !== 'EndpointSlice' || !service || !uid) return step;
  const owner = { apiVersion: 'v1', kind: 'Service', name: service.metadata.name, uid };
  const metadata = { ...step.object.metadata, ownerReferences: [owner] };
  return { ...step, object: { ...step.object, metadata } };
}

function pathOf({ kind, metadata }: ApiObject, namespace: string): string {
  return objectPath(RESOURCES[kind], namespace, metadata.name);
}

async function apply(
  connection: Connection,
  namespace: string,
  step: Write,
  dryRun: boolean,
): Promise<Outcome> {
  const { object, existing } = step;
  const query = new URLSearchParams({ fieldManager: MANAGER.own });
  if (existing) query.set('force', 'true');
  if (dryRun) query.set('dryRun', 'All');
  // With the uid of what was looked at, an object that has taken its place since is a conflict, not forced.
  const uid = existing?.metadata.uid;
  const body = uid ? { ...object, metadata: { ...object.metadata, uid } } : object;
  const answer = await connection.request('PATCH', `${pathOf(object, namespace)}?${query}`, {
    body: { contentType: 'application/apply-patch+yaml', text: JSON.stringify(body) },
  });
  const now = objectOf(answer.json, pathOf(object, namespace));
  delete now.metadata.managedFields;
  if (dryRun) forgetInventions(now, existing);
  return { write: step, result: resultOf(existing, now), object: now };
}

/** @throws {ConnectionError} for an answer that says nothing of what there is now */
function objectOf(json: unknown, path: string): ApiObject {
  const { metadata } = (json ?? {}) as Partial<ApiObject>;
  if (typeof metadata?.name === 'string') return json as ApiObject;
  throw new ConnectionError(`the server answered PATCH ${path} with no object`);
}

function resultOf(existing: ApiObject | null, now: ApiObject): Outcome['result'] {
  if (!existing) return 'created';
  return isDeepStrictEqual(content(existing), content(now)) ? 'unchanged' : 'configured';
}

function content(object: ApiObject): unknown {
  const { managedFields, resourceVersion, generation, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** A dry run makes up a uid, and a cluster IP: the first of the range, whether it is free or not. */
function forgetInventions(object: ApiObject, existing: ApiObject | null): void {
  if (!existing) delete object.metadata.uid;
  if (object.kind !== 'Service' || !object.spec) return;
  const known = (existing?.kind === 'Service' && existing.spec?.clusterIPs) || [];
  const { clusterIP, clusterIPs = [], ...spec } = object.spec;
  const real = clusterIPs.filter((ip) => ip === 'None' || known.includes(ip));
  object.spec = { ...spec, ...(real[0] && { clusterIP: real[0], clusterIPs: real }) };
}

async function remove(
  connection: Connection,
  namespace: string,
  step: Write,
  dryRun: boolean,
): Promise<Outcome> {
  const { uid } = step.object.metadata;
  const options = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } };
  // The server reads the query only where it sees no body: said twice, a dry run is one in any case.
  const path = `${pathOf(step.object, namespace)}${dryRun ? '?dryRun=All' : ''}`;
  try {
    const text = JSON.stringify(dryRun ? { ...options, dryRun: ['All'] } : options);
    await connection.request('DELETE', path, { body: { contentType: 'application/json', text } });
  } catch (error) {
    if (!(error instanceof StatusError && error.code === 404)) throw error;
  }
  return { write: step, result: 'deleted', object: step.object };
}
