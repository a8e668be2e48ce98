import type { Labels } from '../../model/objects/meta.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { Workload } from '../../model/objects/workload.ts';
import type { NearMatch } from '../../model/view/cluster-view.ts';
import { byText } from '../../text/order.ts';
import { isPodTerminal } from '../controllers/readiness.ts';
import { labelPair } from '../index/label-index.ts';
import { Multimap } from '../index/multimap.ts';
import { isClose, labelDifferences, labelDistance } from './label-distance.ts';

/** Labels that some Pods or a Pod template have. */
interface LabelSet {
  kind: string;
  /** The name of the workload, or of the first Pod. */
  name: string;
  labels: Labels;
  pods: number;
}

/** The number of label sets that a selector is compared with; those that share a label come first. */
const MAX_CANDIDATES = 200;
/** Labels of the selector times candidates: a selector of hundreds of labels is compared with fewer. */
const MAX_COMPARISONS = 10_000;

/** Finds the Pods and Pod templates of a namespace that a selector almost matches. */
export class NearestLabels {
  readonly #sets: readonly LabelSet[];
  readonly #byLabel = new Multimap<string, LabelSet>();

  constructor(pods: readonly Pod[], workloads: readonly Workload[]) {
    this.#sets = [...podSets(pods), ...templateSets(workloads)];
    for (const set of this.#sets)
      for (const [key, value] of Object.entries(set.labels))
        for (const label of [labelPair(key, value), key]) this.#byLabel.add(label, set);
  }

  /** @returns the nearest first: by equal pairs, then by edit distance of the values; none without a common key */
  find(selector: Labels): NearMatch[] {
    const known = new Map<string, NearMatch>();
    for (const { kind, name, labels, pods } of this.#candidates(selector)) {
      const differences = labelDifferences(selector, labels);
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
      .map((near) => ({ near, distance: labelDistance(near.differences) }))
      .sort(
        (a, b) =>
          a.near.differences.length - b.near.differences.length ||
          a.distance - b.distance ||
          byText(a.near.name, b.near.name),
      )
      .map(({ near }) => near);
  }

  #candidates(selector: Labels): readonly LabelSet[] {
    const most = Math.ceil(
      Math.min(MAX_CANDIDATES, MAX_COMPARISONS / Math.max(1, Object.keys(selector).length)),
    );
    if (this.#sets.length <= most) return this.#sets;
    const pairs = Object.entries(selector).map(([key, value]) => this.#byLabel.get(labelPair(key, value)));
    const keys = Object.keys(selector).map((key) => this.#byLabel.get(key));
    const promising = [...pairs.sort((a, b) => a.length - b.length), ...keys, this.#sets];
    return [...new Set(promising.flatMap((sets) => sets.slice(0, most)))].slice(0, most);
  }
}

function podSets(pods: readonly Pod[]): LabelSet[] {
  const sets = new Map<string, LabelSet>();
  for (const pod of pods) {
    const { name, labels, templateOf } = pod;
    if (isPodTerminal(pod)) continue;
    // The labels of these Pods are changed in their workload.
    if (templateOf !== null && templateOf.kind !== 'Pod') continue;
    const at = JSON.stringify(labels);
    const known = sets.get(at);
    if (known) known.pods += 1;
    else sets.set(at, { kind: 'Pod', name, labels, pods: 1 });
  }
  return [...sets.values()];
}

/** Skips workloads with a controller, such as ReplicaSets: their labels are changed in the controller. */
function templateSets(workloads: readonly Workload[]): LabelSet[] {
  return workloads
    .filter(({ controllerRef }) => controllerRef === null)
    .map(({ type, name, templateLabels }) => ({ kind: type, name, labels: templateLabels, pods: 0 }));
}
