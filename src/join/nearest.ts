import type { Labels, Pod, Workload } from '../model/objects.ts';
import type { LabelDifference, Near } from '../model/view.ts';
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
    else known.set(at, { kind, name, differences, alike: 0 });
  }
  const keys = Object.keys(selector).length;
  return [...known.values()]
    .filter(({ differences }) => differences.length < keys || differences.some(({ has }) => has !== null))
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
      similarKey: Object.hasOwn(labels, key) ? null : similarKey(key, wanted, labels),
    }));
}

/** The same value under a key that differs in case or prefix only: `App`, `app.kubernetes.io/name`. */
function similarKey(key: string, wanted: string, labels: Labels): string | null {
  return (
    Object.keys(labels).find((other) => other.toLowerCase() === key.toLowerCase()) ??
    Object.keys(labels).find((other) => labels[other] === wanted) ??
    null
  );
}

function distance(differences: readonly LabelDifference[]): number {
  return differences.reduce(
    (sum, { wanted, has }) => sum + (has === null ? 64 : editDistance(wanted, has)),
    0,
  );
}

/** Levenshtein's distance; labels are 63 characters at most, longer ones are cut. */
export function editDistance(a: string, b: string): number {
  const [from, to] = [a.slice(0, 63), b.slice(0, 63)];
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
