import type { RawObject } from '../../decode/decode-meta.ts';
import { ManifestError } from '../../model/errors.ts';
import { kindOf } from '../../model/objects/classification.ts';
import type { AnyObject, Kind } from '../../model/objects/kinds.ts';
import type { ManifestPlace } from '../../model/objects/meta.ts';
import { findFieldError, pathText } from './field-types.ts';

/** A manifest that no API server would take: nothing is concluded from it, nor from its absence. */
export interface InvalidManifest {
  /** What is unread in the namespace because of it. */
  kinds: readonly Kind[];
  namespace: string;
  error: ManifestError;
}

export function validateManifest(
  raw: RawObject,
  object: AnyObject,
  place: ManifestPlace,
): InvalidManifest | null {
  const { kind, namespace, name } = object;
  // Its own API alone knows what it may be, and tools have configuration that looks like it.
  const fault = kind === 'CustomResource' ? null : findFieldError(raw);
  if (fault === null) return null;
  const { path, why } = fault;
  return {
    kinds: kind === 'Workload' ? [kind, 'Pod'] : [kind],
    namespace,
    error: new ManifestError(
      place.file,
      place.lineOf(path),
      `${[kindOf(object), name].filter(Boolean).join(' ')}: ${pathText(path)} ${why}`,
    ),
  };
}
