import type { IO } from '../../model/io.ts';
import { kindOf } from '../../model/objects/classification.ts';
import type { AnyObject } from '../../model/objects/kinds.ts';
import type { ManifestPlace } from '../../model/objects/meta.ts';
import { escapeText } from '../../text/escape.ts';
import { counted } from '../../text/list.ts';

/** Two objects of the same kind and name: the first, and the one that replaces it. */
export type DuplicateManifest = readonly [AnyObject, AnyObject];

/** Warns that of two manifests of one object, as for two environments, only the last one is checked. */
export function warnOfDuplicates(all: readonly DuplicateManifest[], { stderr }: Pick<IO, 'stderr'>): void {
  const manifests = all.filter((pair) => pair.every(({ uid }) => uid === ''));
  const [first] = manifests;
  if (!first) return;
  const [{ place: before }, now] = first;
  const { namespace, name, place } = now;
  if (!before || !place) return;
  const which = `${kindOf(now)} ${namespace === '' ? name : `${namespace}/${name}`}`;
  const others = manifests.length - 1;
  const more = others === 0 ? '' : `, as for ${counted(others, 'other object')}`;
  const text = `Warning: ${which} is defined in ${placeText(before)} and in ${placeText(place)}: the last one is used${more}`;
  stderr.write(`${escapeText(text)}\n`);
}

function placeText(place: ManifestPlace): string {
  return `${place.file}:${place.lineOf([])}`;
}
