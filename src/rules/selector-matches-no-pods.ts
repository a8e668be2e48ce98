import type { LabelDifference, NearMatch } from '../model/view/cluster-view.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { differenceText, labelsText } from '../text/labels.ts';
import { counted, listed } from '../text/list.ts';
import type { KubectlCommand } from '../text/shell.ts';
import { inlineYaml } from '../text/yaml-value.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { namespaceRemedy } from './engine/missing-part.ts';
import { type DraftRemedy, lookBeforeEdit, patchFields } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const selectorMatchesNoPods: Rule = {
  name: 'selector-matches-no-pods',
  class: 'routing',
  severities: ['error'],
  needs: ['Pod'],
  evidence: ['Pod', 'Workload'],
  summary: 'The Service selects no Pod, or only finished ones',
  explanation: `
## What it means
A Service selects the Pods of its namespace that have every label in \`spec.selector\`, with exactly that
value. No Pod has them all, or the Pods that do are finished (Succeeded or Failed).
    # Service
    spec:
      selector:
        app: shop
    # Pod template of the Deployment
    metadata:
      labels:
        app: shop-web

## Symptoms
The EndpointSlices of the Service have no ready endpoint. \`kubectl describe svc\` prints nothing after
\`Endpoints:\`, as it does for several other causes.

## Why traffic fails
kube-proxy rejects connections to the cluster IP. A headless Service has no records in DNS.

## Confirm
    kubectl get svc SERVICE -o jsonpath='{.spec.selector}'
    kubectl get pods --show-labels

## Fix
Find the workload that the Service is for. A similar label is no proof: check that it is the same
application. Then correct the selector, or add the label to the workload's Pod template. A label set on a
Pod alone is lost when the Pod is replaced.

## When it is harmless
When the Pods are meant to be absent. A workload scaled to zero is reported as scaled-to-zero instead; in
manifests, Pods that an operator creates are reported as selected-pods-not-in-input.`,
  appliesTo: hasSelector,
  *check(view) {
    const { service, pods, unfinished, scaledToZero, podSource } = view;
    if (scaledToZero || podSource || unfinished.length > 0) return;
    const unread = service.uid === '' ? view.cluster.unreadPods(service) : null;
    if (unread !== null) {
      yield { unread };
      return;
    }
    const nearest = view.cluster.nearestMatches(service.namespace, service.selector ?? {});
    yield {
      severity: 'error',
      subject: refOf(service),
      message: `Service ${service.name} selects ${labelsText(service.selector ?? {})}, ${
        pods.length === 0 ? 'and no Pod has these labels' : `and ${finishedText(pods.length)}`
      }`,
      detail: [...evidence(view, nearest)],
      remedy: remedy(view, nearest[0]),
      at: field(service, 'spec', 'selector'),
      backends: [],
    };
  },
};

function finishedText(count: number): string {
  return `${count === 1 ? 'the only Pod that has them is' : `all ${count} Pods that have them are`} finished`;
}

function* evidence(view: ServiceView, nearest: readonly NearMatch[]): Iterable<string> {
  const { service, pods, cluster } = view;
  for (const { pod } of pods.slice(0, 3))
    yield `Pod ${pod.name} is ${pod.phase}${pod.reason === '' ? '' : ` (${pod.reason})`}`;
  yield* stuckWorkloads(view);
  if (pods.length === 0) yield* nearestTexts(view, nearest);
  const unread = cluster.unread('Workload', service.namespace);
  if (unread !== null) yield `workloads could not be read, one may be scaled to zero: ${unread}`;
}

/** Workloads that should have Pods with these labels, and have none. */
function* stuckWorkloads({ workloads, pods }: ServiceView): Iterable<string> {
  for (const { type: kind, name, replicas, conditions, controllerRef } of workloads) {
    const failure = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
    if (failure) yield `${kind} ${name} cannot create its Pods (${failure.reason}): ${failure.message}`;
    else if (pods.length === 0 && replicas !== 0 && controllerRef === null)
      yield `the Pod template of ${kind} ${name} has these labels, and there is no Pod of it`;
  }
}

function* nearestTexts(view: ServiceView, nearest: readonly NearMatch[]): Iterable<string> {
  const { service, cluster } = view;
  const { namespace } = service;
  const different = nearest.filter(({ differences }) => differences.length > 0);
  // If one is close enough to be what was meant, the others are noise.
  const shown = different[0]?.close ? different.filter(({ close }) => close) : different;
  for (const one of shown.slice(0, 3)) yield nearMatchText(one);
  const others = otherNamespaces(view);
  if (view.podsElsewhere !== null)
    yield `Pods with these labels are in namespace ${view.podsElsewhere}, the Service is in ${namespace}`;
  else if (others.length > 0) yield `Pods with these labels are in namespace ${listed(others, 3)}`;
  const count = cluster.podsIn(namespace).length;
  if (nearest.length > 0 || !cluster.isFullyRead('Pod', namespace)) return;
  yield count === 0
    ? 'there are no Pods in the namespace'
    : `${counted(count, 'Pod')} in the namespace, ${count === 1 ? 'it has' : 'none has'} ${count === 1 ? 'no' : 'a'} label of that name`;
}

function nearMatchText({ kind, name, differences, otherPods }: NearMatch): string {
  const subject = kind === 'Pod' ? `Pod ${name}` : `the Pod template of ${kind} ${name}`;
  const more = otherPods === 0 ? '' : ` (${otherPods} more like it)`;
  return `nearest: ${subject}${more}: ${listed(differences.map(differenceText))}`;
}

/** The other namespaces that have Pods with these labels. */
function otherNamespaces({ service, cluster }: ServiceView): readonly string[] {
  return cluster.namespacesWith(service.selector ?? {}).filter((other) => other !== service.namespace);
}

function remedy(view: ServiceView, nearest: NearMatch | undefined): DraftRemedy {
  const { service } = view;
  if (view.podsElsewhere !== null) return namespaceRemedy(service, view.podsElsewhere, view.cluster);
  const at = field(service, 'spec', 'selector');
  if (nearest?.close && nearest.differences.length > 0)
    return patchFields(at, Object.fromEntries(nearest.differences.flatMap(selectorChange)));
  const [other, ...more] = otherNamespaces(view);
  const showLabels: KubectlCommand = { verb: 'get', names: ['pods'], flags: ['--show-labels'] };
  if (other !== undefined && more.length === 0)
    return lookBeforeEdit(
      field(service, 'metadata', 'namespace'),
      showLabels,
      `set namespace: ${inlineYaml(other)}`,
    );
  return lookBeforeEdit(
    at,
    showLabels,
    'select labels that a Pod template has, or add the workload that is meant',
  );
}

/** The change of the selector; null removes a key. */
function selectorChange({ key, has, similar }: LabelDifference): [string, string | null][] {
  if (has !== null || similar === null) return [[key, has]];
  return [
    [key, null],
    [similar.key, similar.value],
  ];
}
