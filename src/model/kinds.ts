import type { AnyObject } from './objects.ts';

/** What the API calls the kind of an object: of a workload or a custom resource it is one of many. */
export function kindOf(object: AnyObject): string {
  return object.kind === 'Workload' || object.kind === 'CustomResource' ? object.type : object.kind;
}
