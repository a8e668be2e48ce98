import type { Labels } from '../../model/objects/meta.ts';
import type { Workload } from '../../model/objects/workload.ts';
import { LABEL } from '../../model/well-known.ts';
import { LabelIndex } from '../index/label-index.ts';
import { Multimap } from '../index/multimap.ts';

const JOB_NAMES: readonly string[] = [LABEL.legacyJobName, LABEL.jobName];
/** The labels that the StatefulSet controller and the API of Jobs add to those of the template. */
const ADDED_LABELS: readonly string[] = [LABEL.statefulSetPodName, LABEL.podIndex, ...JOB_NAMES];

/** Looks up workloads by the labels that their Pods have: those of the template and those that are added. */
export class PodTemplates {
  readonly #byLabel: LabelIndex<{ namespace: string; labels: Labels; workload: Workload }>;
  readonly #byNamespace: Multimap<string, Workload>;

  constructor(workloads: readonly Workload[]) {
    this.#byLabel = new LabelIndex(
      workloads.map((workload) => ({
        namespace: workload.namespace,
        labels: workload.templateLabels,
        workload,
      })),
    );
    this.#byNamespace = Multimap.groupBy(workloads, ({ namespace }) => namespace);
  }

  /** @returns the workloads whose Pods the selector matches; none for an empty selector */
  list(namespace: string, selector: Labels): readonly Workload[] {
    const ofTemplate = Object.entries(selector).filter(([key]) => !ADDED_LABELS.includes(key));
    const candidates =
      ofTemplate.length > 0
        ? this.#byLabel.list(namespace, Object.fromEntries(ofTemplate)).map(({ workload }) => workload)
        : this.#byNamespace.get(namespace);
    return candidates.filter((workload) => matchesPodsOf(workload, selector));
  }
}

/** The selector has a label that Pods get when they are created and that a template lacks. */
export function hasAddedLabel(selector: Labels): boolean {
  return ADDED_LABELS.some((key) => selector[key] !== undefined);
}

function matchesPodsOf(workload: Workload, selector: Labels): boolean {
  const pairs = Object.entries(selector);
  return (
    pairs.length > 0 &&
    pairs.every(([key, value]) => workload.templateLabels[key] === value || isAdded(workload, key, value))
  );
}

function isAdded(workload: Workload, key: string, value: string): boolean {
  const { type, name } = workload;
  if (type === 'Job') return JOB_NAMES.includes(key) && value === name;
  if (type !== 'StatefulSet') return false;
  if (key === LABEL.podIndex) return isOrdinal(workload, value);
  return (
    key === LABEL.statefulSetPodName &&
    value.startsWith(`${name}-`) &&
    isOrdinal(workload, value.slice(name.length + 1))
  );
}

/** A StatefulSet scaled to zero would have any ordinal again once it is scaled up. */
function isOrdinal({ replicas, firstOrdinal }: Workload, text: string): boolean {
  if (!/^(0|[1-9]\d*)$/.test(text)) return false;
  const index = Number(text) - firstOrdinal;
  return index >= 0 && (replicas === 0 || index < (replicas ?? 1));
}
