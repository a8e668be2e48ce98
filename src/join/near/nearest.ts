import type { Labels, Ref } from '../../model/objects/meta.ts';
import type { Container, Pod } from '../../model/objects/pod.ts';
import type { Workload } from '../../model/objects/workload.ts';
import type { Declaration, NearMatch } from '../../model/view/cluster-view.ts';
import { byText } from '../../text/order.ts';
import { isPodTerminal } from '../controllers/readiness.ts';
import { labelPair } from '../index/label-index.ts';
import { Multimap } from '../index/multimap.ts';
import { isClose, labelDifferences, typingErrors } from './label-distance.ts';

/** Labels that some Pods or a Pod template have. */
interface LabelSet {
  kind: string;
  /** The name of the workload, or of the first Pod. */
  name: string;
  labels: Labels;
  containers: readonly Container[];
  workload: Ref | null;
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

  /**
   * @param declaration whether containers declare the ports of the Service
   * @returns the nearest first; none without a common key
   */
  find(selector: Labels, declaration: (containers: readonly Container[]) => Declaration): NearMatch[] {
    const known = new Map<string, NearMatch>();
    for (const { kind, name, labels, pods, containers, workload } of this.#candidates(selector)) {
      const differences = labelDifferences(selector, labels);
      const close = isClose(differences, selector);
      // Only near ones are worth the comparison of ports.
      const ports = close ? declaration(containers) : 'undeclared';
      const at = JSON.stringify([differences, ports]);
      const same = known.get(at);
      if (same) {
        same.otherPods += pods;
        same.workload ??= workload;
        continue;
      }
      const isUnresolved = ports === 'missing';
      known.set(at, {
        kind,
        name,
        differences,
        workload,
        otherPods: Math.max(0, pods - 1),
        close,
        ports,
        rank: [Number(!close), Number(isUnresolved), differences.length, ...typingErrors(differences)],
      });
    }
    const keys = Object.keys(selector).length;
    return [...known.values()]
      .filter(
        ({ differences }) =>
          differences.length < keys ||
          differences.some(({ has, similar }) => has !== null || similar !== null),
      )
      .sort((a, b) => byRank(a, b) || byText(a.name, b.name));
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

function byRank(a: NearMatch, b: NearMatch): number {
  const index = a.rank.findIndex((value, i) => value !== b.rank[i]);
  return index < 0 ? 0 : (a.rank[index] ?? 0) - (b.rank[index] ?? 0);
}

function podSets(pods: readonly Pod[]): LabelSet[] {
  const sets = new Map<string, LabelSet>();
  for (const pod of pods) {
    const { name, labels, containers, templateOf } = pod;
    if (isPodTerminal(pod)) continue;
    // The labels of these Pods are changed in their workload.
    if (templateOf !== null && templateOf.kind !== 'Pod') continue;
    const at = JSON.stringify(labels);
    const known = sets.get(at);
    if (known) known.pods += 1;
    else sets.set(at, { kind: 'Pod', name, labels, containers, workload: null, pods: 1 });
  }
  return [...sets.values()];
}

/** Skips workloads with a controller, such as ReplicaSets: their labels are changed in the controller. */
function templateSets(workloads: readonly Workload[]): LabelSet[] {
  return workloads
    .filter(({ controllerRef }) => controllerRef === null)
    .map(({ type, namespace, name, templateLabels, containers }) => ({
      kind: type,
      name,
      labels: templateLabels,
      containers,
      workload: { kind: type, namespace, name },
      pods: 0,
    }));
}
