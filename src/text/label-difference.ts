import type { LabelDifference } from '../model/view/cluster-view.ts';

/** `app is "web" (wanted "wep")`, `tier is missing (wanted "front", it has "app.tier")`. */
export function differenceText({ key, wanted, has, similar }: LabelDifference): string {
  if (has === null) {
    const instead = similar === null ? '' : `, it has "${similar.key}"`;
    return `${key} is missing (wanted "${wanted}"${instead})`;
  }
  const inCase = has.toLowerCase() === wanted.toLowerCase() ? ', upper and lower case differ' : '';
  return `${key} is "${has}" (wanted "${wanted}"${inCase})`;
}
