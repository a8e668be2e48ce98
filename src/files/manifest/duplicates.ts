import { kindOf } from '../../model/objects/classification.ts';
import type { AnyObject } from '../../model/objects/kinds.ts';
import type { ManifestPlace } from '../../model/objects/meta.ts';
import { counted } from '../../text/list.ts';

/** Two objects of the same kind and name: the first, and the one that replaces it. */
export type DuplicateManifest = readonly [AnyObject, AnyObject];

/** Says that of two manifests of one object, as for two environments, only the last one is checked; else empty. */
export function duplicatesWarning(all: readonly DuplicateManifest[]): string {
  const manifests = manifestsAmong(all);
  const [first] = manifests;
  if (!first) return '';
  const [{ place: before }, now] = first;
  const { namespace, name, place } = now;
  if (!before || !place) return '';
  const which = `${kindOf(now)} ${namespace === '' ? name : `${namespace}/${name}`}`;
  const others = manifests.length - 1;
  const more = others === 0 ? '' : `, as for ${counted(others, 'other object')}`;
  return `${which} is defined in ${placeText(before)} and in ${placeText(place)}: the last one is used${more}`;
}

export function manifestsAmong(all: readonly DuplicateManifest[]): DuplicateManifest[] {
  return all.filter((pair) => pair.every(({ uid }) => uid === ''));
}

export function placeText({ file, lineOf }: ManifestPlace): string {
  return `${file}:${lineOf([])}`;
}
