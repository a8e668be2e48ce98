/** What to change where a selector matches no Pod. */
import type { Workload } from '../../../model/objects/workload.ts';
import type { LabelDifference, NearMatch } from '../../../model/view/cluster-view.ts';
import type { ServiceView } from '../../../model/view/service-view.ts';
import { BUILT_IN_CONTROLLERS, LABEL } from '../../../model/well-known.ts';
import { listed } from '../../../text/list.ts';
import type { KubectlCommand } from '../../../text/shell.ts';
import { inlineYaml } from '../../../text/yaml-value.ts';
import { type Field, field } from '../field.ts';
import { namespaceRemedy } from '../missing-part.ts';
import { isMeant } from './meant-labels.ts';
import { type DraftRemedy, instruction, lookBeforeEdit, patchFields } from './remedy.ts';

/** Labels that differ in more are no mistake of a few words. */
const MAX_CHANGES = 8;

/** @param nearest the Pods and Pod templates that the selector almost matches, best first */
export function selectorRemedy(view: ServiceView, nearest: readonly NearMatch[]): DraftRemedy {
  const { service, workloads } = view;
  const at = field(service, 'spec', 'selector');
  const [stuck] = workloads;
  if (stuck) return seeWorkload(stuck);
  const set = statefulSetOf(view);
  const { podsElsewhere, cluster } = view;
  if (podsElsewhere !== null) return namespaceRemedy(service, podsElsewhere, cluster);
  if (set) return lookBeforeEdit(at, seeLabels(), `select a Pod that StatefulSet ${set.name} has`);
  const [best, ...others] = nearest.filter(({ close, differences }) => close && differences.length > 0);
  const generic = elsewhere(view, at);
  if (!best || best.ports === 'missing' || best.differences.length > MAX_CHANGES) return generic;
  const unset = keysSetAtRunTime(best, view);
  if (unset.length > 0) return seeWhoLabels(unset, labelersOf(best, view), at);
  const otherwise = templateRemedy(best, view) ?? generic;
  if (!isMeant(best, view)) return otherwise;
  const rival = others.find((other) => isEquallyNear(other, best) && isMeant(other, view));
  if (rival)
    return lookBeforeEdit(
      at,
      seeLabels(),
      `${nameOf(best)} and ${nameOf(rival)} are equally near: select the labels of one of them`,
    );
  return { ...patchFields(at, Object.fromEntries(best.differences.flatMap(selectorChange))), otherwise };
}

function isEquallyNear(a: NearMatch, b: NearMatch): boolean {
  return a.rank.every((value, index) => value === b.rank[index]);
}

function nameOf({ kind, name, workload }: NearMatch): string {
  return workload === null ? `${kind} ${name}` : `${workload.kind} ${workload.name}`;
}

/** The StatefulSet that lacks the ordinal which the selector names. */
export function statefulSetOf({ service, cluster }: ServiceView): Workload | null {
  const { [LABEL.statefulSetPodName]: podName, [LABEL.podIndex]: index, ...others } = service.selector ?? {};
  const name = podName?.replace(/-\d+$/, '');
  if (name !== undefined) return cluster.workload(service.namespace, 'StatefulSet', name);
  if (index === undefined) return null;
  return cluster.workloadsWith(service.namespace, others).find(({ type }) => type === 'StatefulSet') ?? null;
}

/** The keys of the selector that no Pod template of the namespace gives, and that are not misspelled. */
export function keysSetAtRunTime({ differences }: NearMatch, { service, cluster }: ServiceView): string[] {
  const given = cluster.templateKeys(service.namespace);
  return differences
    .filter(({ key, similar, typo }) => typo === null && similar === null && !given.has(key))
    .map(({ key }) => key);
}

/** The change of the selector; null removes a key. */
function selectorChange({ key, has, similar }: LabelDifference): [string, string | null][] {
  if (has !== null || similar === null) return [[key, has]];
  return [
    [key, null],
    [similar.key, similar.value],
  ];
}

/** A label on a Pod is gone with the Pod, so that a missing one is added to the template. */
function templateRemedy({ workload, differences }: NearMatch, { cluster }: ServiceView): DraftRemedy | null {
  const found = workload && cluster.workload(workload.namespace, workload.kind, workload.name);
  if (!found || differences.some(isOtherValue)) return null;
  const labels = listed(differences.map(({ key, wanted }) => `${key}: ${inlineYaml(wanted)}`));
  return instruction(
    `add ${labels} to the labels in the Pod template of ${workload.kind} ${workload.name}, if the Service should select its Pods`,
    field(found, 'spec', 'template', 'metadata', 'labels'),
  );
}

function isOtherValue({ has, similar, typo }: LabelDifference): boolean {
  return has !== null || (similar !== null && typo === null);
}

function seeWhoLabels(keys: readonly string[], labelers: readonly string[], at: Field): DraftRemedy {
  const who =
    labelers.length > 0 ? listed(labelers, 3) : 'an operator, an agent in the Pods or a rollout controller';
  return lookBeforeEdit(
    at,
    seeLabels(...keys.map((key) => ['-L', key] as const)),
    `see why nothing sets ${listed(keys)}: no Pod template has it, so ${who} must`,
  );
}

/** What may set labels while Pods run: an owner that is no workload, and workloads with the right to. */
function labelersOf({ kind, name, workload }: NearMatch, { service, cluster }: ServiceView): string[] {
  const { namespace } = service;
  const pod = kind === 'Pod' ? cluster.find('Pod', namespace, name) : 'absent';
  const owner = typeof pod === 'string' ? null : pod.controllerRef;
  const above = owner
    ? (cluster.workload(namespace, owner.kind, owner.name)?.controllerRef ?? owner)
    : workload;
  return [
    ...(above && !BUILT_IN_CONTROLLERS.includes(above.kind) ? [`${above.kind} ${above.name}`] : []),
    ...cluster.labelersIn(namespace).map((labeler) => `${labeler.type} ${labeler.name}`),
  ];
}

function seeLabels(...flags: NonNullable<KubectlCommand['flags']>): KubectlCommand {
  return { verb: 'get', names: ['pods'], flags: flags.length > 0 ? flags : ['--show-labels'] };
}

function seeWorkload(workload: Workload): DraftRemedy {
  return lookBeforeEdit(
    field(workload),
    { verb: 'describe', names: [workload.type.toLowerCase(), workload.name] },
    `see why ${workload.type} ${workload.name} has no Pods`,
  );
}

function elsewhere(view: ServiceView, at: Field): DraftRemedy {
  const { service, cluster } = view;
  const [other, ...more] = otherNamespaces(view);
  if (other !== undefined && more.length === 0)
    return [service.namespace, other].some((one) => one === cluster.defaultNamespace)
      ? namespaceRemedy(service, other, cluster)
      : lookBeforeEdit(
          field(service, 'metadata', 'namespace'),
          seeLabels(),
          `set namespace: ${inlineYaml(other)}`,
        );
  return lookBeforeEdit(
    at,
    seeLabels(),
    'select labels of an existing Pod template, or add the missing workload',
  );
}

/** The other namespaces that have Pods with these labels. */
export function otherNamespaces({ service, cluster }: ServiceView): readonly string[] {
  return cluster.namespacesWith(service.selector ?? {}).filter((other) => other !== service.namespace);
}
