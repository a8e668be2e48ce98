/** Measures how far labels are from a selector, by keys and by the spelling of values. */
import type { Labels } from '../../model/objects/meta.ts';
import type { LabelDifference } from '../../model/view/cluster-view.ts';

/** The longest label value that the API accepts; longer input is cut. */
const MAX_LENGTH = 63;
const MAX_TYPING_ERRORS = 2;

/** Lists the pairs of the selector that the labels do not have. */
export function labelDifferences(selector: Labels, labels: Labels): LabelDifference[] {
  const similar = similarLabels(labels);
  return Object.entries(selector)
    .filter(([key, wanted]) => labels[key] !== wanted)
    .map(([key, wanted]) => {
      const has = Object.hasOwn(labels, key) ? (labels[key] ?? null) : null;
      if (has !== null) return { key, wanted, has, similar: null, typo: misspelledLetters(wanted, has) };
      const other = similar(key, wanted);
      return { key, wanted, has, similar: other, typo: other?.value === wanted ? 0 : null };
    });
}

/**
 * At most two letters, and a third of each word, are changed, added, dropped or swapped. Numbers are never misspelled:
 * `v1` and `v2` are two versions, `shard-1` and `shard-2` two shards; nor short words: `db-ro` is not `db-rw`.
 */
export function misspelledLetters(wanted: string, has: string): number | null {
  if (Math.abs(wanted.length - has.length) > MAX_TYPING_ERRORS) return null;
  const [a, b] = [wanted.toLowerCase(), has.toLowerCase()];
  if (a === b) return 0;
  const letters = editDistance(a, b, Math.min(MAX_TYPING_ERRORS, Math.floor(wanted.length / 3)));
  if (letters > MAX_TYPING_ERRORS || letters * 3 > wanted.length) return null;
  return wanted.replaceAll(/\D/g, '') === has.replaceAll(/\D/g, '') && haveSimilarWords(a, b)
    ? letters
    : null;
}

/** Word by word; of other words than these only the marks between them may differ. */
function haveSimilarWords(a: string, b: string): boolean {
  const [words, others] = [a, b].map((value) => value.split(/[-._]/)) as [string[], string[]];
  if (words.length !== others.length) return words.join('') === others.join('');
  return words.every((word, i) => {
    const other = others[i] ?? '';
    const most = Math.floor(word.length / 3);
    return editDistance(word, other, most) <= most && !isPrefixed(word, other) && !isPrefixed(other, word);
  });
}

/** Two letters before a word make another one: `active`, `inactive`. */
function isPrefixed(word: string, other: string): boolean {
  return other.length === word.length + 2 && other.endsWith(word);
}

/** The labels may be meant: half of the pairs are equal, or each value differs by a third of its letters at most. */
export function isClose(differences: readonly LabelDifference[], selector: Labels): boolean {
  if (differences.length * 2 <= Object.keys(selector).length) return true;
  return differences.every(({ wanted, has, similar, typo }) => {
    if (has === null) return similar !== null;
    const most = Math.floor(wanted.length / 3);
    return typo !== null || editDistance(wanted.toLowerCase(), has.toLowerCase(), most) <= most;
  });
}

/** Finds a key that differs in case only, else the same value under another key (`app.kubernetes.io/name`). */
function similarLabels(labels: Labels): (key: string, wanted: string) => LabelDifference['similar'] {
  const all = Object.entries(labels).map(([key, value]) => ({ key, value }));
  // Reversed, so that the first label of several wins.
  const byKey = new Map(all.toReversed().map((label) => [label.key.toLowerCase(), label]));
  const byValue = new Map(all.toReversed().map((label) => [label.value, label]));
  return (key, wanted) => byKey.get(key.toLowerCase()) ?? byValue.get(wanted) ?? null;
}

/** The number of differences that are no typing errors, and the number of letters of those that are. */
export function typingErrors(differences: readonly LabelDifference[]): [others: number, letters: number] {
  const letters = differences.map(({ typo }) => typo).filter((typo) => typo !== null);
  return [differences.length - letters.length, letters.reduce((sum, count) => sum + count, 0)];
}

/**
 * Counts the letters to change, add, drop or swap with their neighbor (Damerau-Levenshtein).
 * @param most a larger distance is not counted to its end
 */
export function editDistance(a: string, b: string, most = MAX_LENGTH): number {
  const [from, to] = withoutCommonEnds(a.slice(0, MAX_LENGTH), b.slice(0, MAX_LENGTH));
  if (Math.abs(from.length - to.length) > most) return most + 1;
  let [before, last, row] = ROWS;
  for (let j = 0; j <= to.length; j++) last[j] = j;
  for (let i = 1; i <= from.length; i++) {
    row[0] = i;
    let least = i;
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const changed = (last[j - 1] ?? 0) + (same ? 0 : 1);
      let distance = Math.min(changed, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (swapped) distance = Math.min(distance, (before[j - 2] ?? 0) + 1);
      row[j] = distance;
      least = Math.min(least, distance);
    }
    // A swap skips one row, and costs a letter.
    if (least > most + 1) return most + 1;
    [before, last, row] = [last, row, before];
  }
  return last[to.length] ?? 0;
}

/** The rows of the last comparison, used again. */
const ROWS = [0, 1, 2].map(() => new Uint8Array(MAX_LENGTH + 1)) as [Uint8Array, Uint8Array, Uint8Array];

function withoutCommonEnds(a: string, b: string): [string, string] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}
