/** Checks that create-external changes only objects that it manages. */
import { UserError } from '../model/errors.ts';
import { LABEL, MANAGER } from '../model/well-known.ts';
import { labelsText } from '../text/labels.ts';
import type { KubectlCommand } from '../text/shell.ts';
import type {
  ApiObject,
  EndpointSliceObject,
  EndpointsObject,
  ExternalObjects,
  ServiceObject,
} from './build-objects.ts';
import { impossibleChange } from './impossible-change.ts';
import { type Kubectl, reference } from './suggested-commands.ts';

/** The objects that exist under the names to be written, as returned by the API server. */
export interface ExistingObjects {
  service: ServiceObject | null;
  endpoints: EndpointsObject | null;
  /** The Service's EndpointSlices by label, and those with a name to be written. */
  slices: readonly EndpointSliceObject[];
}

export function isManagedByUs(object: ApiObject): boolean {
  const labels = object.metadata.labels ?? {};
  if (object.kind === 'EndpointSlice') return labels[LABEL.sliceManagedBy] === MANAGER.own;
  return (
    labels[LABEL.managedBy] === MANAGER.own && !(object.kind === 'Endpoints' && isManagedByController(object))
  );
}

/** The endpoints controller copies the Service's labels, ours too, to its Endpoints. */
function isManagedByController({ metadata }: ApiObject): boolean {
  return (
    metadata.labels?.[LABEL.endpointsManagedBy] !== undefined ||
    fieldManagers(metadata).includes('kube-controller-manager')
  );
}

function fieldManagers(metadata: ApiObject['metadata']): string[] {
  const entries = metadata.managedFields?.filter(({ subresource }) => !subresource) ?? [];
  return [...new Set(entries.map(({ manager }) => manager ?? 'unknown'))];
}

/** @throws {UserError} for an object that is not managed by us, with the ways to resolve the conflict */
export function checkOwnership(wanted: ExternalObjects, existing: ExistingObjects, kubectl: Kubectl): void {
  const { service, endpoints, slices } = existing;
  if (service) checkService(service, wanted.service, kubectl);
  const name = wanted.service.metadata.name;
  const foreignEndpoints = endpoints && !isManagedByUs(endpoints) ? [endpoints] : [];
  // The mirroring controller updates and deletes its slices along with the Endpoints.
  const foreignSlices = slices
    .filter((slice) => sliceManager(slice) !== MANAGER.mirroring)
    .filter((slice) => !isManagedByUs(slice) || serviceOf(slice) !== name);
  const foreign = [...foreignEndpoints, ...foreignSlices];
  const remove = kubectl({ verb: 'delete', names: foreign.map(reference) });
  const others =
    foreign.length > 1 ? `; further conflicts: ${foreign.slice(1).map(reference).join(', ')}` : '';
  if (foreignEndpoints[0]) rejectEndpoints(foreignEndpoints[0], others, remove, kubectl);
  if (foreignSlices[0]) rejectSlice(foreignSlices[0], others, remove);
}

function checkService(service: ServiceObject, wanted: ServiceObject, kubectl: Kubectl): void {
  const remove = kubectl({ verb: 'delete', names: [reference(service)] });
  if (service.metadata.deletionTimestamp) {
    throw ownershipError(service, 'is being deleted', 'wait until it is gone, then run this again');
  }
  const selector = labelsText(service.spec?.selector ?? {});
  if (selector !== '') {
    const has = `has a selector (${selector}), so its endpoints come from Pods`;
    throw ownershipError(service, has, `choose another name, or delete it if it is unused: ${remove}`);
  }
  if (!isManagedByUs(service)) {
    const adopt = kubectl(adoptCommand(service));
    throw ownershipError(service, notManagedText(service), `choose another name, or hand it over: ${adopt}`);
  }
  const change = impossibleChange(service, wanted);
  if (change) throw ownershipError(service, change, `delete it, then run this again: ${remove}`);
}

function rejectEndpoints(
  endpoints: EndpointsObject,
  others: string,
  remove: string,
  kubectl: Kubectl,
): never {
  if (isManagedByController(endpoints)) {
    const is = `is left over from a Service with a selector (written by the endpoints controller)${others}`;
    throw ownershipError(endpoints, is, `choose another name, or delete it if it is unused: ${remove}`);
  }
  const adopt = kubectl(adoptCommand(endpoints));
  const todo = `choose another name, or hand it over: ${adopt}; or delete it: ${remove}`;
  throw ownershipError(endpoints, `${notManagedText(endpoints)}${others}`, todo);
}

/** The command that hands an object over to create-external. */
function adoptCommand(object: ApiObject): KubectlCommand {
  return {
    verb: 'label',
    names: [reference(object), `${LABEL.managedBy}=${MANAGER.own}`],
    flags: ['--overwrite'],
  };
}

function rejectSlice(slice: EndpointSliceObject, others: string, remove: string): never {
  const manager = sliceManager(slice) || fieldManagers(slice.metadata).join(', ') || 'an unknown writer';
  const service = serviceOf(slice);
  const is =
    manager === MANAGER.endpointSlice
      ? `is left over from a Service with a selector (managed by ${manager})`
      : `belongs to ${service ? `service/${service}` : 'no Service'} and is managed by ${manager}`;
  throw ownershipError(
    slice,
    `${is}${others}`,
    `choose another name, or delete it if it is unused: ${remove}`,
  );
}

function sliceManager({ metadata }: EndpointSliceObject): string {
  return metadata.labels?.[LABEL.sliceManagedBy] ?? '';
}

function serviceOf({ metadata }: EndpointSliceObject): string {
  return metadata.labels?.[LABEL.serviceName] ?? '';
}

function notManagedText({ metadata }: ApiObject): string {
  const label = metadata.labels?.[LABEL.managedBy];
  const writers = fieldManagers(metadata).join(', ');
  return (
    `was not created by kubectl endpoints (${label ? `${LABEL.managedBy}=${label}` : `no label ${LABEL.managedBy}`}` +
    `${writers && `, written by ${writers}`})`
  );
}

function ownershipError(object: ApiObject, is: string, todo: string): UserError {
  const { namespace } = object.metadata;
  const where = namespace ? ` in namespace ${JSON.stringify(namespace)}` : '';
  return new UserError(`${reference(object)}${where} ${is}; ${todo}`);
}
