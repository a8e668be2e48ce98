import { servedVersions } from '../decode/decode.ts';
import { isBuiltIn } from '../decode/decode-custom-resource.ts';
import type { RawObject } from '../decode/decode-meta.ts';

/**
 * Why the apiVersion of a manifest is not one that the supported servers have for its kind; null: it is, or its kind is
 * of no interest.
 */
export function unservedVersion({ apiVersion, kind }: RawObject): string | null {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isBuiltIn(apiVersion)) return null;
  const served = servedVersions(kind);
  if (served.length === 0 || served.includes(apiVersion)) return null;
  return `apiVersion ${apiVersion} is not served by any supported version of Kubernetes: write ${served[0]}`;
}
