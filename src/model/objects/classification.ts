import type { BackendSource } from '../report/endpoints-report.ts';
import { LABEL } from '../well-known.ts';
import type { EndpointSlice, Endpoints } from './endpoints.ts';
import type { AnyObject } from './kinds.ts';
import type { Labels } from './meta.ts';
import type { Service } from './service.ts';

/** The object's kind in the API: `Deployment` for a Workload, `Prometheus` for a CustomResource. */
export function kindOf(object: AnyObject): string {
  return object.kind === 'Workload' || object.kind === 'CustomResource' ? object.type : object.kind;
}

/** The source of the backends of a Service. An ExternalName Service has none, with or without a selector. */
export function sourceOf({ type, selector }: Pick<Service, 'type' | 'selector'>): BackendSource {
  if (type === 'ExternalName') return 'externalName';
  return selector === null ? 'selectorless' : 'selector';
}

/** Whether the controllers derive the endpoints of the Service from Pods. */
export function selectsPods(service: Pick<Service, 'type' | 'selector'>): boolean {
  return sourceOf(service) === 'selector';
}

/** The fields of a Service that its labels determine. */
export function fieldsOfServiceLabels(labels: Labels): Pick<Service, 'proxyName'> {
  return { proxyName: labels[LABEL.serviceProxyName] ?? null };
}

/** The fields of Endpoints that their labels determine. */
export function fieldsOfEndpointsLabels(labels: Labels): Pick<Endpoints, 'skipMirror'> {
  // The controller skips exactly "true": it mirrors "True" (endpointslicemirroring/utils.go).
  return { skipMirror: labels[LABEL.skipMirror] === 'true' };
}

/** The fields of an EndpointSlice that its labels determine. */
export function fieldsOfSliceLabels(
  labels: Labels,
): Pick<EndpointSlice, 'service' | 'managedBy' | 'headlessLabel'> {
  return {
    service: labels[LABEL.serviceName] ?? '',
    managedBy: labels[LABEL.sliceManagedBy] ?? '',
    headlessLabel: labels[LABEL.headless] !== undefined,
  };
}
