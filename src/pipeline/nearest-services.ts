import { listNames, namespacesOfService } from '../cluster/reading/object-names.ts';
import type { Connection } from '../model/connection.ts';
import { NotFoundError, UserError } from '../model/errors.ts';
import { leadTo } from './nearest-names.ts';

/** More names than these are not looked for in other namespaces. */
const MAX_LOOKUPS = 5;

/** Completes NotFound errors about Services of a cluster by asking for the names that exist. */
export async function withNearestServices(
  errors: readonly UserError[],
  connection: Connection,
): Promise<UserError[]> {
  const missing = errors.filter((error) => error instanceof NotFoundError);
  if (missing.length === 0) return [...errors];
  // The lists only explain an error; without permission there is no explanation.
  const unread = (): string[] => [];
  const names = listNames(connection, 'Service', '').catch(unread);
  const wanted = missing.slice(0, MAX_LOOKUPS).map(({ objectName }) => objectName);
  const elsewhere = new Map(
    await Promise.all(
      wanted.map(async (name) => [name, await namespacesOfService(connection, name).catch(unread)] as const),
    ),
  );
  const near = await names;
  return errors.map((error) => {
    if (!(error instanceof NotFoundError)) return error;
    const lead = leadTo(error.objectName, near, elsewhere.get(error.objectName) ?? []);
    return new UserError(`${error.message}${lead}`, error.prefix);
  });
}
