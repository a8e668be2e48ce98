import type { Labels } from '../model/objects/meta.ts';

/** As kubectl and the API's query write them: `app=web,tier=front`. */
export function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** Every pair that is wanted is there, with that value. */
export function hasLabels(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
