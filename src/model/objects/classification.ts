import type { BackendSource } from '../report/endpoints-report.ts';
import type { AnyObject } from './kinds.ts';
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
