/** Errors for named objects that do not exist, with the nearest name and the namespace where the object is. */

import { NotFoundError, UserError } from '../model/errors.ts';
import { resourceType } from '../model/resource-type.ts';
import type { SnapshotOrigin } from '../model/snapshot.ts';
import { didYouMean } from '../text/closest-name.ts';
import { listed } from '../text/list.ts';

interface ReadObject {
  namespace: string;
  name: string;
}

const KINDS: Readonly<Record<string, string>> = {
  services: 'Service',
  pods: 'Pod',
  'ingresses.networking.k8s.io': 'Ingress',
};

/**
 * Completes NotFound errors; other errors stay as they are.
 * @param all the objects of the kind that were read
 * @param namespace the one in scope; null: all
 */
export function withNearestNames(
  errors: readonly UserError[],
  all: readonly ReadObject[],
  namespace: string | null,
  source: SnapshotOrigin,
): UserError[] {
  const names = all
    .filter((one) => namespace === null || one.namespace === namespace)
    .map(({ name }) => name);
  return errors.map((error) => {
    if (!(error instanceof NotFoundError)) return error;
    const elsewhere = all.filter(({ name }) => name === error.objectName).map((one) => one.namespace);
    return new UserError(
      ...notFoundText(error, namespace, source, leadTo(error.objectName, names, elsewhere)),
    );
  });
}

/** Names such as `kubernetes` or `webhook` are in many namespaces. */
const MAX_NAMESPACES = 3;

/** The end of an error: the closest name, and the namespaces that have the name. */
export function leadTo(name: string, near: readonly string[], namespaces: readonly string[]): string {
  // `svc web svc api`
  const meant =
    resourceType(name) && name === name.toLowerCase()
      ? '; a type is given once, before the names'
      : didYouMean(name, near);
  if (namespaces.length === 0) return meant;
  const places = namespaces.length === 1 ? 'namespace' : 'namespaces';
  const where = `it is in ${places} ${listed(namespaces, MAX_NAMESPACES)}`;
  return meant === '' ? `; ${where}` : `; ${where}${meant}`;
}

/** Message and prefix. No server speaks of objects in files. */
function notFoundText(
  { message, prefix, resource, objectName }: NotFoundError,
  namespace: string | null,
  source: SnapshotOrigin,
  lead: string,
): [string, string] {
  if (!('files' in source)) return [`${message}${lead}`, prefix];
  const { files } = source;
  const scope = namespace === null ? '' : ` in namespace ${namespace}`;
  const place = files.length === 1 ? `${files[0]}` : `${files.length} files`;
  return [`no ${KINDS[resource]} ${objectName}${scope} in ${place}${lead}`, 'error: '];
}
