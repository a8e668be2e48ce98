import type { BackendSource } from '../report/endpoints-report.ts';
import type { AnyObject } from './kinds.ts';
import type { Service } from './service.ts';

/** What the API calls the kind of an object: of a workload or a custom resource it is one of many. */
export function kindOf(object: AnyObject): string {
  return object.kind === 'Workload' || object.kind === 'CustomResource' ? object.type : object.kind;
}

/** Where the backends of a Service come from. An ExternalName has none, whatever its selector. */
export function sourceOf({ type, selector }: Pick<Service, 'type' | 'selector'>): BackendSource {
  if (type === 'ExternalName') return 'externalName';
  return selector === null ? 'selectorless' : 'selector';
}

/** The controllers make its endpoints out of Pods. */
export function selectsPods(service: Pick<Service, 'type' | 'selector'>): boolean {
  return sourceOf(service) === 'selector';
}
