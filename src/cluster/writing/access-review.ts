/** Checks the user's permissions with SelfSubjectAccessReviews. */
import type { Write } from '../../external/plan-writes.ts';
import type { Connection } from '../../model/connection.ts';
import { StatusError, UserError } from '../../model/errors.ts';
import { awaitAll } from '../batch.ts';
import { RESOURCES } from '../resources.ts';

interface ResourceAttributes {
  namespace: string;
  verb: string;
  group: string;
  resource: string;
  name: string;
}

/**
 * Checks every write before the first one, so that none is left incomplete: the roles `edit` and `admin` may write
 * Services, but neither Endpoints nor EndpointSlices.
 * @throws {UserError} with everything that is not allowed
 */
export async function checkAccess(
  connection: Connection,
  namespace: string,
  writes: readonly Write[],
): Promise<void> {
  const reviewed = writes.flatMap((write) => attributesOf(write, namespace));
  const allowed = await awaitAll(reviewed.map((attributes) => isAllowed(connection, attributes)));
  const denied = reviewed.filter((_, index) => !allowed[index]);
  if (denied.length === 0) return;
  const permissions = denied.map(({ verb, resource, group }) => `${verb} ${resource}${group && `.${group}`}`);
  throw new UserError(
    `you are not allowed to ${[...new Set(permissions)].join(', ')} in namespace ${JSON.stringify(namespace)}; ` +
      'nothing was written; ask for a Role with these verbs',
  );
}

function attributesOf({ action, object, existing }: Write, namespace: string): ResourceAttributes[] {
  const [group, version] = object.apiVersion.split('/');
  // Server-side apply needs `patch`, and `create` too for a new object.
  const verbs = action === 'delete' ? ['delete'] : existing ? ['patch'] : ['create', 'patch'];
  return verbs.map((verb) => ({
    namespace,
    verb,
    group: version ? (group ?? '') : '',
    resource: RESOURCES[object.kind].plural,
    name: object.metadata.name,
  }));
}

/** A failed review counts as allowed: the write itself will fail if it is not. */
async function isAllowed(connection: Connection, resourceAttributes: ResourceAttributes): Promise<boolean> {
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  };
  try {
    const answer = await connection.request(
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      { body: { contentType: 'application/json', text: JSON.stringify(review) } },
    );
    return (answer.json as { status?: { allowed?: boolean } }).status?.allowed ?? true;
  } catch (error) {
    if (error instanceof StatusError) return true;
    throw error;
  }
}
