/** Plans the writes that turn the existing objects into the wanted ones. */
import type { ApiObject, ExternalObjects } from './build-objects.ts';
import { checkOwnership, type ExistingObjects, isManagedByUs } from './ownership.ts';
import type { Kubectl } from './suggested-commands.ts';

export interface Write {
  action: 'apply' | 'delete';
  object: ApiObject;
  /** The existing object, which is managed by us; null for a new one. */
  existing: ApiObject | null;
}

/**
 * Writes the Service, then its endpoints, and last deletes our older objects, so that the Service always has endpoints.
 * @throws {UserError} for an existing object that is not managed by us
 */
export function planWrites(
  wanted: ExternalObjects,
  existing: ExistingObjects,
  kubectl: Kubectl,
): readonly Write[] {
  checkOwnership(wanted, existing, kubectl);
  const { service, endpoints, slices } = existing;
  const managed = [service, endpoints, ...slices].filter((object) => object !== null).filter(isManagedByUs);
  const objects = [wanted.service, ...wanted.backing];
  return [
    ...objects.map((object): Write => {
      return { action: 'apply', object, existing: managed.find((old) => isSame(old, object)) ?? null };
    }),
    ...managed
      .filter((old) => !objects.some((object) => isSame(old, object)))
      .map((old): Write => ({ action: 'delete', object: old, existing: old })),
  ];
}

function isSame(one: ApiObject, other: ApiObject): boolean {
  return one.kind === other.kind && one.metadata.name === other.metadata.name;
}
