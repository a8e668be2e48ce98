import { levenshtein } from '../../node_modules/yargs/build/lib/utils/levenshtein.js';

/**
 * The name that was probably meant: one that begins so, or of which at most a third of the letters differ. yargs itself
 * takes three letters for near, and so would suggest `get` for `svc`.
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
