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

/** What the cluster has under the names that are to be written, as the API server gave it. */
export interface ExistingObjects {
  service: ServiceObject | null;
  endpoints: EndpointsObject | null;
  /** The EndpointSlices of the Service by label, and those that have a name to be written. */
  slices: readonly EndpointSliceObject[];
}

export function isManagedByUs(object: ApiObject): boolean {
  const labels = object.metadata.labels ?? {};
  if (object.kind === 'EndpointSlice') return labels[LABEL.sliceManagedBy] === MANAGER.own;
  return labels[LABEL.managedBy] === MANAGER.own && !(object.kind === 'Endpoints' && isControllers(object));
}

/** The endpoints controller gives its Endpoints the labels of the Service, so ours prove nothing there. */
function isControllers({ metadata }: ApiObject): boolean {
  return (
    metadata.labels?.[LABEL.endpointsManagedBy] !== undefined ||
    managers(metadata).includes('kube-controller-manager')
  );
}

function managers(metadata: ApiObject['metadata']): string[] {
  const entries = metadata.managedFields?.filter(({ subresource }) => !subresource) ?? [];
  return [...new Set(entries.map(({ manager }) => manager ?? 'unknown'))];
}

/** @throws {UserError} for anything that is not ours to write, saying what is there and what to do */
export function checkOwnership(wanted: ExternalObjects, existing: ExistingObjects, kubectl: Kubectl): void {
  const { service, endpoints, slices } = existing;
  if (service) refuseService(service, wanted.service, kubectl);
  const name = wanted.service.metadata.name;
  const foreignEndpoints = endpoints && !isManagedByUs(endpoints) ? [endpoints] : [];
  // The slices of the mirroring controller follow the Endpoints by themselves, and go with them.
  const foreignSlices = slices
    .filter((slice) => sliceManager(slice) !== MANAGER.mirroring)
    .filter((slice) => !isManagedByUs(slice) || serviceOf(slice) !== name);
  const foreign = [...foreignEndpoints, ...foreignSlices];
  const remove = kubectl({ verb: 'delete', names: foreign.map(reference) });
  const others = foreign.length > 1 ? `, beside ${foreign.slice(1).map(reference).join(', ')}` : '';
  if (foreignEndpoints[0]) refuseEndpoints(foreignEndpoints[0], others, remove, kubectl);
  if (foreignSlices[0]) refuseSlice(foreignSlices[0], others, remove);
}

function refuseService(service: ServiceObject, wanted: ServiceObject, kubectl: Kubectl): void {
  const remove = kubectl({ verb: 'delete', names: [reference(service)] });
  if (service.metadata.deletionTimestamp) {
    throw refusal(service, 'is being deleted', 'wait until it is gone, then run this again');
  }
  const selector = labelsText(service.spec?.selector ?? {});
  if (selector !== '') {
    const has = `has a selector (${selector}), so controllers make its endpoints out of Pods`;
    throw refusal(service, has, `choose another name, or, if nobody needs it: ${remove}`);
  }
  if (!isManagedByUs(service)) {
    const adopt = kubectl(adoption(service));
    throw refusal(service, notOurs(service), `choose another name, or hand it over: ${adopt}`);
  }
  const change = impossibleChange(service, wanted);
  if (change) throw refusal(service, change, `delete it, then run this again: ${remove}`);
}

function refuseEndpoints(
  endpoints: EndpointsObject,
  others: string,
  remove: string,
  kubectl: Kubectl,
): never {
  if (isControllers(endpoints)) {
    const is = `is left over from a Service with a selector (written by the endpoints controller)${others}`;
    throw refusal(endpoints, is, `choose another name, or, if nobody needs it: ${remove}`);
  }
  const adopt = kubectl(adoption(endpoints));
  const todo = `choose another name, or hand it over: ${adopt}; or remove it: ${remove}`;
  throw refusal(endpoints, `${notOurs(endpoints)}${others}`, todo);
}

/** Whoever has an object may hand it over. */
function adoption(object: ApiObject): KubectlCommand {
  return {
    verb: 'label',
    names: [reference(object), `${LABEL.managedBy}=${MANAGER.own}`],
    flags: ['--overwrite'],
  };
}

function refuseSlice(slice: EndpointSliceObject, others: string, remove: string): never {
  const manager = sliceManager(slice) || managers(slice.metadata).join(', ') || 'nobody';
  const service = serviceOf(slice);
  const is =
    manager === MANAGER.endpointSlice
      ? `is left over from a Service with a selector (managed by ${manager})`
      : `belongs to ${service ? `service/${service}` : 'no Service'} and is managed by ${manager}`;
  throw refusal(slice, `${is}${others}`, `choose another name, or, if nobody needs it: ${remove}`);
}

function sliceManager({ metadata }: EndpointSliceObject): string {
  return metadata.labels?.[LABEL.sliceManagedBy] ?? '';
}

function serviceOf({ metadata }: EndpointSliceObject): string {
  return metadata.labels?.[LABEL.serviceName] ?? '';
}

function notOurs({ metadata }: ApiObject): string {
  const label = metadata.labels?.[LABEL.managedBy];
  const writers = managers(metadata).join(', ');
  return (
    `was not made by kubectl endpoints (${label ? `${LABEL.managedBy}=${label}` : `no label ${LABEL.managedBy}`}` +
    `${writers && `, written by ${writers}`})`
  );
}

function refusal(object: ApiObject, is: string, todo: string): UserError {
  const { namespace } = object.metadata;
  const where = namespace ? ` in namespace ${JSON.stringify(namespace)}` : '';
  return new UserError(`${reference(object)}${where} ${is}; ${todo}`);
}
