import type { Labels } from '../../model/objects/meta.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { Workload } from '../../model/objects/workload.ts';
import type { LabelDifference, NearMatch } from '../../model/view/cluster-view.ts';
import { byText } from '../../text/order.ts';
import { isFinished } from '../controllers/expected-endpoints.ts';
import { pairOf } from '../index/label-index.ts';
import { Multimap } from '../index/multimap.ts';
import { editDistance } from './edit-distance.ts';

/** Pods (or a Pod template) with the same labels. */
interface LabelSet {
  kind: string;
  /** Of the first. */
  name: string;
  labels: Labels;
  pods: number;
}

/** A selector is compared with so many, one of hundreds of labels with fewer; what shares a label comes first. */
const MOST = 200;
const MOST_LABELS = 10_000;

/** What selectors of one namespace may be near to: its Pods and Pod templates. */
export class Neighborhood {
  readonly #sets: readonly LabelSet[];
  readonly #byLabel = new Multimap<string, LabelSet>();

  constructor(pods: readonly Pod[], workloads: readonly Workload[]) {
    this.#sets = [...labelSets(pods), ...templates(workloads)];
    for (const set of this.#sets)
      for (const [key, value] of Object.entries(set.labels))
        for (const label of [pairOf(key, value), key]) this.#byLabel.add(label, set);
  }

  /**
   * The Pods and Pod templates that come nearest to a selector: by equal pairs, then by edit distance of the values
   * that differ. Who shares no key is not near.
   */
  nearest(selector: Labels): NearMatch[] {
    const known = new Map<string, NearMatch>();
    for (const { kind, name, labels, pods } of this.#candidates(selector)) {
      const differences = differencesOf(selector, labels);
      const at = JSON.stringify(differences);
      const same = known.get(at);
      if (same) same.otherPods += pods;
      else
        known.set(at, {
          kind,
          name,
          differences,
          otherPods: Math.max(0, pods - 1),
          close: isClose(differences, selector),
        });
    }
    const keys = Object.keys(selector).length;
    return [...known.values()]
      .filter(
        ({ differences }) =>
          differences.length < keys ||
          differences.some(({ has, similar }) => has !== null || similar !== null),
      )
      .map((near) => ({ near, distance: distance(near.differences) }))
      .sort(
        (a, b) =>
          a.near.differences.length - b.near.differences.length ||
          a.distance - b.distance ||
          byText(a.near.name, b.near.name),
      )
      .map(({ near }) => near);
  }

  #candidates(selector: Labels): readonly LabelSet[] {
    const most = Math.ceil(Math.min(MOST, MOST_LABELS / Math.max(1, Object.keys(selector).length)));
    if (this.#sets.length <= most) return this.#sets;
    const pairs = Object.entries(selector).map(([key, value]) => this.#byLabel.get(pairOf(key, value)));
    const keys = Object.keys(selector).map((key) => this.#byLabel.get(key));
    const promising = [...pairs.sort((a, b) => a.length - b.length), ...keys, this.#sets];
    return [...new Set(promising.flatMap((sets) => sets.slice(0, most)))].slice(0, most);
  }
}

function labelSets(pods: readonly Pod[]): LabelSet[] {
  const sets = new Map<string, LabelSet>();
  for (const pod of pods) {
    const { name, labels, templateOf } = pod;
    if (isFinished(pod)) continue;
    // It is its workload that one would change.
    if (templateOf !== null && templateOf.kind !== 'Pod') continue;
    const at = JSON.stringify(labels);
    const known = sets.get(at);
    if (known) known.pods += 1;
    else sets.set(at, { kind: 'Pod', name, labels, pods: 1 });
  }
  return [...sets.values()];
}

/** Pods have what a workload with an owner has; it is the owner that one would change. */
function templates(workloads: readonly Workload[]): LabelSet[] {
  return workloads
    .filter(({ controllerRef }) => controllerRef === null)
    .map(({ type, name, templateLabels }) => ({ kind: type, name, labels: templateLabels, pods: 0 }));
}

export function differencesOf(selector: Labels, labels: Labels): LabelDifference[] {
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

/** Half of the pairs are equal, or each value differs by a few letters. */
export function isClose(differences: readonly LabelDifference[], selector: Labels): boolean {
  if (differences.length * 2 <= Object.keys(selector).length) return true;
  return differences.every(({ wanted, has, similar }) =>
    has === null
      ? similar !== null
      : editDistance(wanted.toLowerCase(), has.toLowerCase()) * 3 <= wanted.length,
  );
}

/** A key that differs in case only; else the same value under another key (`app.kubernetes.io/name`). */
function similarLabels(labels: Labels): (key: string, wanted: string) => LabelDifference['similar'] {
  const all = Object.entries(labels).map(([key, value]) => ({ key, value }));
  // The first of several, as if each were looked for.
  const byKey = new Map(all.toReversed().map((label) => [label.key.toLowerCase(), label]));
  const byValue = new Map(all.toReversed().map((label) => [label.value, label]));
  return (key, wanted) => byKey.get(key.toLowerCase()) ?? byValue.get(wanted) ?? null;
}

function distance(differences: readonly LabelDifference[]): number {
  return differences.reduce(
    (sum, { wanted, has }) => sum + (has === null ? 64 : editDistance(wanted, has)),
    0,
  );
}
