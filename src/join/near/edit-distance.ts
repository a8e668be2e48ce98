/** The length of a label's value; what is longer is cut. */
const MOST = 63;

/** How many letters to change, add, drop or swap with their neighbor. */
export function editDistance(a: string, b: string): number {
  const [from, to] = [a.slice(0, MOST), b.slice(0, MOST)];
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
