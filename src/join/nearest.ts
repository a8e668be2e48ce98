import type { LabelDifference, Near } from '../model/cluster-view.ts';
import type { Labels, Workload } from '../model/objects.ts';
import type { Pod } from '../model/pod.ts';
import { byText } from '../words/order.ts';

interface Labelled {
  kind: string;
  name: string;
  labels: Labels;
}

/**
 * The Pods and Pod templates that come nearest to a selector: by equal pairs, then by edit distance of
 * the values that differ. Pods with the same labels count once; who shares no key is not near.
 */
export function nearest(selector: Labels, pods: readonly Pod[], workloads: readonly Workload[]): Near[] {
  const templates = workloads
    .filter(({ owners }) => !owners.some(({ controller }) => controller))
    .map(({ kind, name, templateLabels }) => ({ kind, name, labels: templateLabels }));
  const alive = pods.filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed');
  const known = new Map<string, Near>();
  for (const { kind, name, labels } of [...alive.map(asLabelled), ...templates]) {
    const differences = differencesOf(selector, labels);
    const at = JSON.stringify(differences);
    const same = known.get(at);
    if (same) same.alike += kind === 'Pod' ? 1 : 0;
    else known.set(at, { kind, name, differences, alike: 0, close: isClose(differences, selector) });
  }
  const keys = Object.keys(selector).length;
  return [...known.values()]
    .filter(
      ({ differences }) =>
        differences.length < keys || differences.some(({ has, similar }) => has !== null || similar !== null),
    )
    .sort(
      (a, b) =>
        a.differences.length - b.differences.length ||
        distance(a.differences) - distance(b.differences) ||
        byText(a.name, b.name),
    );
}

function asLabelled({ name, labels }: Pod): Labelled {
  return { kind: 'Pod', name, labels };
}

function differencesOf(selector: Labels, labels: Labels): LabelDifference[] {
  return Object.entries(selector)
    .filter(([key, wanted]) => labels[key] !== wanted)
    .map(([key, wanted]) => ({
      key,
      wanted,
      has: Object.hasOwn(labels, key) ? (labels[key] ?? null) : null,
      similar: Object.hasOwn(labels, key) ? null : similarLabel(key, wanted, labels),
    }));
}

/** Half of the pairs are equal, or each value differs by a few letters. */
function isClose(differences: readonly LabelDifference[], selector: Labels): boolean {
  if (differences.length * 2 <= Object.keys(selector).length) return true;
  return differences.every(({ wanted, has, similar }) =>
    has === null
      ? similar !== null
      : editDistance(wanted.toLowerCase(), has.toLowerCase()) * 3 <= wanted.length,
  );
}

/** A key that differs in case only; else the same value under another key (`app.kubernetes.io/name`). */
function similarLabel(key: string, wanted: string, labels: Labels): LabelDifference['similar'] {
  const keys = Object.keys(labels);
  const similar =
    keys.find((other) => other.toLowerCase() === key.toLowerCase()) ??
    keys.find((other) => labels[other] === wanted);
  return similar === undefined ? null : { key: similar, value: labels[similar] ?? '' };
}

function distance(differences: readonly LabelDifference[]): number {
  return differences.reduce(
    (sum, { wanted, has }) => sum + (has === null ? 64 : editDistance(wanted, has)),
    0,
  );
}

/** How many letters to change, add, drop or swap with their neighbor; longer values than a label's are cut. */
export function editDistance(a: string, b: string): number {
  const [from, to] = [a.slice(0, 63), b.slice(0, 63)];
  const rows = [Array.from({ length: to.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(at(i - 1, j - 1) + (same ? 0 : 1), at(i - 1, j) + 1, at(i, j - 1) + 1);
      if (swapped) row[j] = Math.min(at(i, j), at(i - 2, j - 2) + 1);
    }
  }
  return at(from.length, to.length);
}
