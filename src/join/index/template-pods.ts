import type { Labels } from '../../model/objects/meta.ts';
import type { Workload } from '../../model/objects/workload.ts';
import { LABEL } from '../../model/well-known.ts';
import { LabelIndex } from './label-index.ts';
import { Multimap } from './multimap.ts';

const JOB_NAMES: readonly string[] = [LABEL.legacyJobName, LABEL.jobName];
/** What controllers and the API add to the labels of a template. */
const ADDED: readonly string[] = [LABEL.statefulSetPodName, LABEL.podIndex, ...JOB_NAMES];

/** Pod templates by the labels of the Pods that are made from them. */
export class Templates {
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

  /** None for no labels. */
  with(namespace: string, selector: Labels): readonly Workload[] {
    const written = Object.entries(selector).filter(([key]) => !ADDED.includes(key));
    const candidates =
      written.length > 0
        ? this.#byLabel.with(namespace, Object.fromEntries(written)).map(({ workload }) => workload)
        : this.#byNamespace.get(namespace);
    return candidates.filter((workload) => isMatch(workload, selector));
  }
}

/** What only a controller can have written: no template has it. */
export function hasAddedLabel(selector: Labels): boolean {
  return ADDED.some((key) => selector[key] !== undefined);
}

function isMatch(workload: Workload, selector: Labels): boolean {
  const wanted = Object.entries(selector);
  return (
    wanted.length > 0 &&
    wanted.every(([key, value]) => workload.templateLabels[key] === value || isAdded(workload, key, value))
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

/** One that is scaled to zero would have it again. */
function isOrdinal({ replicas, firstOrdinal }: Workload, text: string): boolean {
  if (!/^(0|[1-9]\d*)$/.test(text)) return false;
  const index = Number(text) - firstOrdinal;
  return index >= 0 && (replicas === 0 || index < (replicas ?? 1));
}
