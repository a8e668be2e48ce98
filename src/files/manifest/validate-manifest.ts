import type { RawObject } from '../../decode/decode-meta.ts';
import { ManifestError } from '../../model/errors.ts';
import { kindOf } from '../../model/objects/classification.ts';
import type { AnyObject } from '../../model/objects/kinds.ts';
import type { ManifestPlace } from '../../model/objects/meta.ts';
import type { UnreadManifest } from '../unread-manifest.ts';
import { findFieldError, pathText } from './field-types.ts';

/** @returns null for a manifest that an API server may accept */
export function validateManifest(
  raw: RawObject,
  object: AnyObject,
  place: ManifestPlace,
): UnreadManifest | null {
  const { kind, namespace, name } = object;
  // Only its own API knows its fields, and configuration of tools looks like a custom resource.
  const error = kind === 'CustomResource' || kind === 'APIGroup' ? null : findFieldError(raw);
  if (error === null) return null;
  const { path, why } = error;
  return {
    // No rule reads it, and its kind counts as unread.
    kinds: kind === 'Workload' ? [kind, 'Pod'] : [kind],
    namespace,
    error: new ManifestError(
      place.file,
      place.lineOf(path),
      `${[kindOf(object), name].filter(Boolean).join(' ')}: ${pathText(path)} ${why}`,
    ),
  };
}
