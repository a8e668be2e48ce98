/** Labels as text, and the equality-based match of a selector. */

import type { Labels } from '../model/objects/meta.ts';
import type { LabelDifference } from '../model/view/cluster-view.ts';

/** Formats labels as kubectl and a label selector query do: `app=web,tier=front`. */
export function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** Whether the labels contain every wanted key with its value. */
export function hasLabels(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

/** `app is "web", not "wep"`, `tier is missing (wanted "front", found "app.tier")`. */
export function differenceText({ key, wanted, has, similar }: LabelDifference): string {
  if (has === null) {
    const instead = similar === null ? '' : `, found "${similar.key}"`;
    return `${key} is missing (wanted "${wanted}"${instead})`;
  }
  const inCase = has.toLowerCase() === wanted.toLowerCase() ? ' (letter case)' : '';
  return `${key} is "${has}", not "${wanted}"${inCase}`;
}
