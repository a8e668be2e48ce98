/** Measures how far labels are from a selector, by keys and by the spelling of values. */
import type { Labels } from '../../model/objects/meta.ts';
import type { LabelDifference } from '../../model/view/cluster-view.ts';

/** The longest label value that the API accepts; longer input is cut. */
const MAX_LENGTH = 63;
/** A missing key is further away than any value. */
const MISSING_KEY = 64;

/** Lists the pairs of the selector that the labels do not have. */
export function labelDifferences(selector: Labels, labels: Labels): LabelDifference[] {
  const similar = similarLabels(labels);
  return Object.entries(selector)
    .filter(([key, wanted]) => labels[key] !== wanted)
    .map(([key, wanted]) => ({
      key,
      wanted,
      has: Object.hasOwn(labels, key) ? (labels[key] ?? null) : null,
      similar: Object.hasOwn(labels, key) ? null : similar(key, wanted),
    }));
}

/** The labels may be meant: half of the pairs are equal, or each value differs by a few letters. */
export function isClose(differences: readonly LabelDifference[], selector: Labels): boolean {
  if (differences.length * 2 <= Object.keys(selector).length) return true;
  return differences.every(({ wanted, has, similar }) =>
    has === null
      ? similar !== null
      : editDistance(wanted.toLowerCase(), has.toLowerCase()) * 3 <= wanted.length,
  );
}

/** Finds a key that differs in case only, else the same value under another key (`app.kubernetes.io/name`). */
function similarLabels(labels: Labels): (key: string, wanted: string) => LabelDifference['similar'] {
  const all = Object.entries(labels).map(([key, value]) => ({ key, value }));
  // Reversed, so that the first label of several wins.
  const byKey = new Map(all.toReversed().map((label) => [label.key.toLowerCase(), label]));
  const byValue = new Map(all.toReversed().map((label) => [label.value, label]));
  return (key, wanted) => byKey.get(key.toLowerCase()) ?? byValue.get(wanted) ?? null;
}

export function labelDistance(differences: readonly LabelDifference[]): number {
  return differences.reduce(
    (sum, { wanted, has }) => sum + (has === null ? MISSING_KEY : editDistance(wanted, has)),
    0,
  );
}

/** At most two letters, and a third of them, are mistyped. */
export function isMistyped(wanted: string, has: string): boolean {
  const distance = editDistance(wanted.toLowerCase(), has.toLowerCase());
  return distance <= 2 && distance * 3 <= wanted.length;
}

/** Counts the letters to change, add, drop or swap with their neighbor (Damerau-Levenshtein). */
export function editDistance(a: string, b: string): number {
  const [from, to] = [a.slice(0, MAX_LENGTH), b.slice(0, MAX_LENGTH)];
  let [before, last] = [
    new Uint8Array(to.length + 1),
    Uint8Array.from({ length: to.length + 1 }, (_, j) => j),
  ];
  for (let i = 1; i <= from.length; i++) {
    const row = new Uint8Array(to.length + 1);
    row[0] = i;
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const changed = (last[j - 1] ?? 0) + (same ? 0 : 1);
      row[j] = Math.min(changed, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (swapped) row[j] = Math.min(row[j] ?? 0, (before[j - 2] ?? 0) + 1);
    }
    [before, last] = [last, row];
  }
  return last[to.length] ?? 0;
}
