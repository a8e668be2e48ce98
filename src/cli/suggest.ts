import { levenshtein } from '../../node_modules/yargs/build/lib/utils/levenshtein.js';

/**
 * Suggests a name for a mistyped one: a completion, or the closest name with an edit distance of at most a third of its
 * length. yargs allows a distance of three, and would suggest `get` for `svc`.
 */
export function closestName(typed: string, names: readonly string[]): string | null {
  const word = typed.toLowerCase();
  const begun = word.length < 3 ? undefined : names.find((name) => name.startsWith(word));
  if (begun !== undefined) return begun;
  const [best] = names
    .map((name) => ({ name, distance: levenshtein(word, name) }))
    .filter(({ name, distance }) => distance * 3 <= name.length)
    .toSorted((a, b) => a.distance - b.distance);
  return best?.name ?? null;
}
