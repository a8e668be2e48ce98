import type { Write } from '../../external/plan-writes.ts';
import type { Connection } from '../../model/connection.ts';
import { StatusError, UserError } from '../../model/errors.ts';
import { together } from '../batch.ts';
import { RESOURCES } from '../resources.ts';

interface Attributes {
  namespace: string;
  verb: string;
  group: string;
  resource: string;
  name: string;
}

/**
 * Asks whether every write is allowed before there is any, so that nothing is left half-written: the roles
 * `edit` and `admin` may write Services, and neither Endpoints nor EndpointSlices.
 * @throws {UserError} naming all that is not allowed
 */
export async function checkAccess(
  connection: Connection,
  namespace: string,
  writes: readonly Write[],
): Promise<void> {
  const asked = writes.flatMap((write) => attributesOf(write, namespace));
  const allowed = await together(asked.map((attributes) => isAllowed(connection, attributes)));
  const denied = asked.filter((_, index) => !allowed[index]);
  if (denied.length === 0) return;
  const what = denied.map(({ verb, resource, group }) => `${verb} ${resource}${group && `.${group}`}`);
  throw new UserError(
    `nothing was written, because you are not allowed to ${[...new Set(what)].join(', ')} ` +
      `in namespace ${JSON.stringify(namespace)}; ask for a Role with these verbs`,
  );
}

function attributesOf({ action, object, existing }: Write, namespace: string): Attributes[] {
  const [group, version] = object.apiVersion.split('/');
  // Server-side apply is a patch, and where it makes an object, a create as well.
  const verbs = action === 'delete' ? ['delete'] : existing ? ['patch'] : ['create', 'patch'];
  return verbs.map((verb) => ({
    namespace,
    verb,
    group: version ? (group ?? '') : '',
    resource: RESOURCES[object.kind].plural,
    name: object.metadata.name,
  }));
}

/** Where the question itself is not answered, the write will tell. */
async function isAllowed(connection: Connection, resourceAttributes: Attributes): Promise<boolean> {
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
