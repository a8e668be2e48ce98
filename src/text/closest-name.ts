/**
 * Suggests a name for a mistyped one: a completion, or the closest name with an edit distance of at most a third of its
 * length.
 */
export function closestName(typed: string, names: readonly string[]): string | null {
  const word = typed.toLowerCase();
  const begun = word.length < 3 ? undefined : names.find((name) => name.startsWith(word));
  if (begun !== undefined) return begun;
  const [best] = names
    // The difference in length is the least distance.
    .filter((name) => Math.abs(name.length - word.length) * 3 <= name.length)
    .map((name) => ({ name, distance: editDistance(word, name) }))
    .filter(({ name, distance }) => distance * 3 <= name.length)
    .toSorted((a, b) => a.distance - b.distance);
  return best?.name ?? null;
}

/** `; did you mean …?` for the closest name; empty without one. */
export function didYouMean(
  typed: string,
  names: readonly string[],
  spelled: (name: string) => string = (name) => `"${name}"`,
): string {
  const meant = closestName(typed, names);
  return meant === null ? '' : `; did you mean ${spelled(meant)}?`;
}

/** The optimal string alignment distance: insertions, deletions, substitutions and swapped neighbours. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const differs = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const edits = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + differs];
      row.push(Math.min(...edits, ...(swapped ? [at(i - 2, j - 2) + 1] : [])));
    }
  }
  return at(a.length, b.length);
}
