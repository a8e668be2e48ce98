import type { ApiObject, ExternalObjects } from './build-objects.ts';
import type { Kubectl } from './suggested-commands.ts';
import { type ExistingObjects, isManagedByUs, checkOwnership } from './ownership.ts';

export interface Write {
  action: 'apply' | 'delete';
  object: ApiObject;
  /** The object that is there, and ours; null: it is created. */
  existing: ApiObject | null;
}

/**
 * The writes in their order: the Service, what backs it, and last the deletion of our own older objects
 * that would go on serving, so that there is no moment without endpoints.
 * @throws {UserError} when something is there that is not ours
 */
export function planWrites(wanted: ExternalObjects, existing: ExistingObjects, kubectl: Kubectl): readonly Write[] {
  checkOwnership(wanted, existing, kubectl);
  const { service, endpoints, slices } = existing;
  const ours = [service, endpoints, ...slices].filter((object) => object !== null).filter(isManagedByUs);
  const objects = [wanted.service, ...wanted.backing];
  return [
    ...objects.map((object): Write => {
      return { action: 'apply', object, existing: ours.find((old) => isSame(old, object)) ?? null };
    }),
    ...ours
      .filter((old) => !objects.some((object) => isSame(old, object)))
      .map((old): Write => ({ action: 'delete', object: old, existing: old })),
  ];
}

function isSame(one: ApiObject, other: ApiObject): boolean {
  return one.kind === other.kind && one.metadata.name === other.metadata.name;
}
