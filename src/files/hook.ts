import type { RawObject } from '../reduce/meta.ts';
import { WORKLOAD_KINDS } from '../reduce/workload.ts';

/**
 * What `helm template` prints beside the release: Pods and Jobs that run before, after or to test it, and are done then.
 * No Service has its Pods among them.
 */
export function isHook({ kind, metadata }: RawObject): boolean {
  const runs = kind === 'Pod' || WORKLOAD_KINDS.some((one) => one === kind);
  return runs && typeof metadata?.annotations?.['helm.sh/hook'] === 'string';
}
